import type { Agent } from 'node:http';
import { HttpProxyAgent, HttpsProxyAgent, type HttpsProxyAgentOptions } from 'hpagent';
import type { Deps } from '../deps.ts';
import { stringOr } from '../object.ts';
import type { Connection } from './login/kubeconfig.ts';

/** A kubeconfig's `proxy-url`, else what kubectl takes from the environment: HTTPS_PROXY and NO_PROXY. */
export function proxyOf(connection: Connection, env: Deps['env']): string | null {
  const configured = stringOr(connection.cluster['proxy-url'], '');
  if (configured !== '') return configured;
  const url = new URL(connection.server);
  const proxy =
    url.protocol === 'https:' ? (env.HTTPS_PROXY ?? env.https_proxy) : (env.HTTP_PROXY ?? env.http_proxy);
  return proxy === undefined || proxy === '' || exempt(url, env.NO_PROXY ?? env.no_proxy ?? '')
    ? null
    : proxy;
}

/** Loopback never goes through a proxy; NO_PROXY lists hosts and domains. */
function exempt({ hostname, port }: URL, list: string): boolean {
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return true;
  return list.split(',').some((entry) => {
    const name = entry.trim().replace(/^\*?\./, '');
    return (
      name === '*' ||
      (name !== '' && (hostname === name || hostname.endsWith(`.${name}`) || `${hostname}:${port}` === name))
    );
  });
}

export function proxyAgent(
  proxy: string,
  protocol: string,
  options: Omit<HttpsProxyAgentOptions, 'proxy'>,
): Agent {
  const withProxy = { ...options, proxy };
  return protocol === 'https:' ? new HttpsProxyAgent(withProxy) : new HttpProxyAgent(withProxy);
}
