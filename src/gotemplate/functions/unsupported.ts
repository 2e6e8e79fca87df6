import { define, type TemplateFunction } from '../run/functions.ts';
import { TemplateError } from '../values/budget.ts';

/** Of time, chance, keys: what the cluster will get of these is not to be known. */
const UNKNOWABLE =
  'ago date date_in_zone date_modify dateInZone dateModify duration durationRound htmlDate htmlDateInZone must_date_modify mustDateModify mustToDate now toDate unixEpoch randAlphaNum randAlpha randAscii randNumeric shuffle randInt randBytes uuidv4 bcrypt htpasswd genPrivateKey derivePassword buildCustomCert genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey encryptAES decryptAES';

/** Seldom used in what deploys. */
const NOT_WRITTEN =
  'abbrev abbrevboth initials swapcase snakecase camelcase kebabcase wrap wrapWith toDecimal divf b32enc b32dec urlParse urlJoin js call';

/** Functions of sprig and Go that have a name here and no more: a guess would be worse than an error. */
export const UNSUPPORTED: Readonly<Record<string, TemplateFunction>> = Object.fromEntries([
  ...UNKNOWABLE.split(' ').map((name) => [
    name,
    refusal(`${name} depends on time, chance or keys and is not evaluated`),
  ]),
  ...NOT_WRITTEN.split(' ').map((name) => [name, refusal(`${name} is not supported yet`)]),
]);

function refusal(reason: string): TemplateFunction {
  return define('value...', () => {
    throw new TemplateError(`the function ${reason}`);
  });
}
