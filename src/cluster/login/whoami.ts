import { userInfo } from 'node:os';
import { objectAt, stringOr } from '../../object.ts';
import { type Http, parseJson } from '../http.ts';

/** The user as the API server knows it (nothing is stored by asking); else the one of this machine. */
export async function whoAmI(http: Http): Promise<string> {
  const response = await http({
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    contentType: 'application/json',
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }),
  });
  const known =
    response.status === 201
      ? stringOr(objectAt(parseJson(response.body), 'status', 'userInfo').username, '')
      : '';
  return known === '' ? localUser() : known;
}

function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
