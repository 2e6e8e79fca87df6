/** A function of a rule was given what it cannot take: the server refuses the object then. */
export class RuleFailure extends Error {}
