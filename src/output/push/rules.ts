import type { ProblemCode } from '../../config/settings.ts';

/** What a code means, for reports that explain their rules. */
export interface RuleText {
  readonly what: string;
  readonly help: string;
}

export const RULE_TEXTS = {
  RENDER_FAILED: {
    what: 'A root does not render',
    help: 'Correct what the renderer names; kustomize build or helm template says the same.',
  },
  INVALID_CONFIG: {
    what: 'The configuration cannot be read',
    help: 'Correct .gitops.yaml at the line that is named: where something is deployed from, such a push stops.',
  },
  SERVER_REJECTED: {
    what: 'The API server, or an admission policy, would refuse the object',
    help: 'Correct the field that the message names.',
  },
  UNKNOWN_FIELD: {
    what: 'A field that its kind does not have',
    help: 'Correct its name or its place: kubectl explain KIND.FIELD lists what there is.',
  },
  IMMUTABLE_FIELD: {
    what: 'A field that cannot be changed',
    help: 'Set it back, give the object another name, or have its deployer replace it.',
  },
  OVERWRITES_LIVE: {
    what: 'The commits change a field that somebody has set in the cluster',
    help: 'Take the live value into git, or agree with whoever set it that it goes.',
  },
  LIVE_DRIFT: {
    what: 'The commits change an object that left git in other fields',
    help: 'See them with kubectl gitops diff.',
  },
  AUTOSCALED_REPLICAS: {
    what: 'Git declares the replicas of what an autoscaler scales',
    help: 'Take .spec.replicas out of git: the HorizontalPodAutoscaler sets it.',
  },
  DELETES_OBJECT: {
    what: 'An object leaves git',
    help: 'Make sure that what hangs on it may go, too: its deployer may delete it.',
  },
  DUPLICATE_OBJECT: {
    what: 'A root declares the object more than once',
    help: 'Keep one of them: the last one counts, and which that is may change with the name of a file.',
  },
  NO_SUCH_KIND: {
    what: 'The cluster does not serve the kind, and nothing in git declares it',
    help: 'Correct apiVersion and kind, or declare the CustomResourceDefinition in git.',
  },
  NO_SUCH_NAMESPACE: {
    what: 'The cluster has no such namespace, and nothing in git declares it',
    help: 'Correct the name, or declare the Namespace in git.',
  },
  FORBIDDEN: {
    what: 'This login may not ask about the object',
    help: 'Grant it get, list, patch and create: kubectl auth can-i patch KIND shows what it has.',
  },
  WEBHOOK_UNAVAILABLE: {
    what: 'An admission webhook did not answer',
    help: 'Look after the webhook that is named; of the manifest nothing is known.',
  },
  DEPRECATED_API: {
    what: 'The API version is deprecated',
    help: 'Move to the version that the message names.',
  },
  SERVER_WARNING: {
    what: 'The API server, or an admission policy, accepts the object with a warning',
    help: 'Correct what the message names: PodSecurity and policies that only warn may come to refuse it.',
  },
  PLAINTEXT_SECRET: {
    what: 'Values of a Secret can be read in git',
    help: 'Seal it (SealedSecret, SOPS) or refer to it (ExternalSecret), and change what was pushed once.',
  },
  STAND_IN_NAMESPACE: {
    what: 'Asked about in another namespace, because its own comes with git',
    help: 'What admission rules and quotas say of its own namespace shows only once that is there.',
  },
  LOCAL_SCHEMA_ONLY: {
    what: 'Checked against a schema in git, not by the API server',
    help: 'Validate it again once its CustomResourceDefinition is in the cluster.',
  },
  NEW_ADMISSION: {
    what: 'Admission rules come with the commits',
    help: 'They hold only once they are in the cluster: what they would deny was not asked.',
  },
  RENDERER_VERSION: {
    what: 'Rendered with another version than the deployer’s',
    help: 'Install the version that is named.',
  },
  NO_ROOT: {
    what: 'Manifests that no root reads',
    help: 'Name their directory under apps in .gitops.yaml, or keep them where nothing is deployed from.',
  },
  UNREACHABLE: {
    what: 'The cluster, or a remote base, could not be reached',
    help: 'Look at the connection and the login: kubectl cluster-info.',
  },
  TIMEOUT: {
    what: 'The deadline came before everything was checked',
    help: 'Give it longer with prePush.timeout in .gitops.yaml.',
  },
} satisfies { readonly [code in ProblemCode]: RuleText };
