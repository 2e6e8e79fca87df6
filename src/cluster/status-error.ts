import { ClusterError, type GitopsError, ManifestError } from '../errors.ts';
import { isArray, isObject, type Json, objectAt, stringOr } from '../object.ts';
import { parseJson, type Request, type Response } from './http.ts';

const TYPED =
  /failed to create typed patch object|failed to convert new object|field not declared in schema|duplicate entries for key/;
const IMMUTABLE = /field is immutable|may not change once set|updates to .* are forbidden/;
const STORED = /failed to create typed live object/;
/** A quantity, a time or bytes that cannot be read: the server answers 500, and means the manifest. */
const UNDECODED = /unable to convert unstructured object to/;
const UNKNOWN_FIELD = /field not declared in schema|unknown field/;

/** The server's own words of a failed request: `Status.message`, or the text where it sent no Status. */
export function statusOf(response: Response): {
  readonly message: string;
  readonly reason: string;
  readonly details: Json;
} {
  if (response.type.startsWith('application/json')) {
    try {
      const status = parseJson(response.body);
      if (isObject(status)) {
        return {
          message: stringOr(status.message, ''),
          reason: stringOr(status.reason, ''),
          details: status.details ?? null,
        };
      }
    } catch {
      // not JSON after all: its text is all there is
    }
  }
  return { message: response.body.toString('utf8').trim().slice(0, 500), reason: '', details: null };
}

/**
 * An answer of the server as one of our errors. The order matters: a typed 500 without a reason is the manifest's
 * fault (kubernetes#139253), a 500 InternalError is a webhook's or the environment's.
 */
export function statusError(request: Pick<Request, 'method' | 'path'>, response: Response): GitopsError {
  const { message, reason, details } = statusOf(response);
  const { status } = response;
  const facts = causesOf(details);
  if (status === 401) {
    return new ClusterError('UNAUTHORIZED', 'the API server does not accept these credentials', {
      facts: [message],
      hint: 'log in again: the token or certificate has expired, or belongs to another cluster',
    });
  }
  if (status === 403 && isDenial(message)) {
    return new ManifestError('SERVER_REJECTED', message, { facts });
  }
  if (status === 403) return new ClusterError('FORBIDDEN', message, { hint: canI(request) });
  if (status === 429)
    return new ClusterError('THROTTLED', `the API server is overloaded: ${message}`, {
      hint: 'try again later',
    });
  if (status === 404) return new ClusterError('NOT_FOUND', message);
  if (status === 500 && reason === '' && STORED.test(message)) {
    return new ClusterError('STORED_INVALID', `the stored object does not fit its schema: ${message}`, {
      hint: 'a field of an older API version is still stored: see the CRD’s versions',
    });
  }
  if (status === 500 && reason === '' && (TYPED.test(message) || UNDECODED.test(message)))
    return invalid(message, details);
  if (status === 500 && /failed calling webhook/.test(message)) {
    return new ClusterError('WEBHOOK_UNAVAILABLE', message, {
      hint: 'the webhook is down, not the manifest at fault: see its Service and pods',
    });
  }
  if (status === 400 && /does not support dry run/.test(message)) {
    return new ClusterError('WEBHOOK_UNAVAILABLE', message, {
      hint: 'set sideEffects: None or NoneOnDryRun on the webhook',
    });
  }
  if (status === 413) {
    return new ManifestError('SERVER_REJECTED', message, { hint: 'make it smaller, or split it' });
  }
  // who only asks sends no manifest that could be at fault
  if ((status === 400 || status === 422) && request.method !== 'GET') return invalid(message, details);
  if (status === 409) return new ClusterError('CONFLICT', message, { facts });
  return new ClusterError('SERVER_ERROR', message === '' ? `the API server answered ${status}` : message, {
    facts,
    hint: 'see what answers there: kubectl get --raw /version',
  });
}

/** Whether it was admission that refused, not the schema: in another namespace it may be of another mind. */
export function isDenial(message: string): boolean {
  return /ValidatingAdmissionPolicy|admission webhook|exceeded quota|violates PodSecurity/.test(message);
}

/** `.spec.replicas: expected numeric (int or float), got string`, as structured merge says it. */
const MISTYPED = /(\.\S+): (?:expected|duplicate entries|invalid) /;

function invalid(message: string, details: Json): ManifestError {
  const facts = causesOf(details);
  const typed = MISTYPED.exec(message)?.[1];
  const code = UNKNOWN_FIELD.test(message) ? 'UNKNOWN_FIELD' : 'SERVER_REJECTED';
  return new ManifestError(IMMUTABLE.test(message) ? 'IMMUTABLE_FIELD' : code, message, {
    facts: facts.length > 1 ? facts : [],
    fields: typed === undefined ? fieldsOf(details) : [typed],
  });
}

function causesOf(details: Json): readonly string[] {
  const causes = objectAt(details).causes;
  if (!isArray(causes)) return [];
  return causes
    .filter(isObject)
    .map((cause) => `${stringOr(cause.field, '')}: ${stringOr(cause.message, '')}`);
}

/** What cannot be changed first: what else is wrong mostly comes of having changed it. */
function fieldsOf(details: Json): readonly string[] {
  const { causes } = objectAt(details);
  if (!isArray(causes)) return [];
  const isImmutable = (cause: Json) => IMMUTABLE.test(stringOr(objectAt(cause).message, ''));
  return causes
    .toSorted((a, b) => Number(isImmutable(b)) - Number(isImmutable(a)))
    .map((cause) => stringOr(objectAt(cause).field, ''))
    .filter((field) => field !== '');
}

/** The command that tells which right is missing. */
function canI({ method, path }: Pick<Request, 'method' | 'path'>): string {
  const [route = '', query = ''] = path.split('?');
  const parts = route.split('/').slice(route.startsWith('/api/') ? 3 : 4);
  const namespace = parts[0] === 'namespaces' && parts.length > 2 ? parts[1] : undefined;
  const resource = namespace === undefined ? parts[0] : parts[2];
  const name = namespace === undefined ? parts[1] : parts[3];
  const list = new URLSearchParams(query).get('watch') === '1' ? 'watch' : 'list';
  const read = name === undefined ? list : 'get';
  const verb = { GET: read, POST: 'create', PATCH: 'patch', DELETE: 'delete' }[method];
  return `ask for the right; see: kubectl auth can-i ${verb} ${resource ?? ''}${namespace === undefined ? '' : ` -n ${namespace}`}`;
}
