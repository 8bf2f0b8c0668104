import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is measured: a program between the load and the fixed upstream. */
export type Subject = {
  name: string;
  /** Listens without being measured as a gateway: the upstream itself. */
  port: number;
  command: string;
  args: string[];
  env: Record<string, string>;
};

/** Where the surroundings are. */
export type Surroundings = { upstreamPort: number; redisUrl: string; firstPort: number };

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const unlimited = {
  RATE_LIMIT_ADDRESS_PER_MINUTE: '1000000',
  RATE_LIMIT_USER_PER_MINUTE: '1000000',
  RATE_LIMIT_REDIS_TIMEOUT_MS: '2000',
  OVERLOAD_DELAY_MS: '10000',
};

/**
 * Lists the gateways to compare. Each does the same work of forwarding; the Express stack also has the same
 * features as ours, nginx and the bare plugin have none.
 *
 * @param surroundings upstream, Redis and free ports
 */
export function listSubjects({ upstreamPort, redisUrl, firstPort }: Surroundings): Subject[] {
  const upstream = `http://127.0.0.1:${upstreamPort}`;
  const common = {
    UPSTREAM: upstream,
    AUTH_URL: upstream,
    REDIS_URL: redisUrl,
    PATH: process.env.PATH ?? '',
  };
  const node = (name: string, script: string, port: number, env: Record<string, string> = {}): Subject => ({
    name,
    port,
    command: process.execPath,
    args: [file(script)],
    env: { ...common, PORT: String(port), NODE_ENV: 'production', ...env },
  });
  return [
    nginx(firstPort, upstreamPort),
    node('@fastify/http-proxy, bare', './peers/http-proxy.ts', firstPort + 1),
    node('Express + http-proxy-middleware, same features', './peers/express.mjs', firstPort + 2),
    node('Linguamate gateway, everything on', '../../services/gateway/src/server.ts', firstPort + 3, {
      INTERNAL_PORT: String(firstPort + 4),
      LEARNING_URL: upstream,
      TOOLKIT_PROXY_URL: upstream,
      REDIS_PREFIX: `bench${process.pid}`,
      CORS_ORIGIN: 'https://app.example.com',
      ...unlimited,
    }),
  ];
}

function nginx(port: number, upstreamPort: number): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nginx-'));
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 4096; }
     http {
       access_log ${folder}/access.log;
       client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
       uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
       keepalive_requests 10000000;
       upstream up { server 127.0.0.1:${upstreamPort}; keepalive 256; keepalive_requests 10000000; }
       server {
         listen 127.0.0.1:${port};
         location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; }
       }
     }`,
  );
  return {
    name: 'nginx',
    port,
    command: 'nginx',
    args: ['-c', config, '-p', folder],
    env: { PATH: process.env.PATH ?? '' },
  };
}
