import pg from 'pg';

/** A service that owns a schema, and the password that its role shall have. */
export type ServiceRole = { name: string; password: string };

export type BootstrapOptions = {
  adminUrl: string;
  services: readonly ServiceRole[];
  rolePrefix?: string;
};

/** Any fixed number: it serialises bootstraps of the same database. */
const BOOTSTRAP_LOCK = 7_212_001;

/** Returns the name of a service's schema: its own name with underscores. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/**
 * Creates for each service a login role and a schema that only this role can reach, and repairs both when they
 * exist. Can be repeated at will; passwords are set to those given.
 *
 * @param options.adminUrl a role that may create roles and schemas in the database named there
 * @param options.rolePrefix roles are called `<prefix>_<service>`; `linguamate` unless told otherwise
 * @returns the connection string of each service
 * @throws when the server cannot be reached or the role in `adminUrl` lacks the right to do it
 */
export async function bootstrapDatabase(options: BootstrapOptions): Promise<Record<string, string>> {
  const prefix = options.rolePrefix ?? 'linguamate';
  const client = new pg.Client({ connectionString: options.adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [BOOTSTRAP_LOCK]);
    await client.query('begin');
    // Until Postgres 14 everybody could create tables in "public", where another role's queries may find them.
    await client.query('revoke create on schema public from public');
    for (const service of options.services) {
      await createRole(client, `${prefix}_${schemaOf(service.name)}`, service);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
  return Object.fromEntries(
    options.services.map(({ name, password }) => [
      name,
      serviceUrl(options.adminUrl, `${prefix}_${schemaOf(name)}`, password),
    ]),
  );
}

/** Returns `adminUrl` with another user and password in it. */
export function serviceUrl(adminUrl: string, role: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.href;
}

async function createRole(client: pg.Client, role: string, service: ServiceRole): Promise<void> {
  const roleName = pg.escapeIdentifier(role);
  const schema = pg.escapeIdentifier(schemaOf(service.name));
  const database = await currentDatabase(client);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(
    `${verb} role ${roleName} login noinherit password ${pg.escapeLiteral(service.password)}`,
  );
  await client.query(`alter role ${roleName} set search_path = ${schema}`);
  await becomeMember(client, roleName);
  await client.query(`grant connect on database ${database} to ${roleName}`);
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`alter schema ${schema} owner to ${roleName}`);
  await client.query(`revoke all on schema ${schema} from public`);
}

async function currentDatabase(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  return pg.escapeIdentifier(rows[0]?.name ?? '');
}

// A managed Postgres gives no superuser: handing a schema over then needs membership in the new owner.
async function becomeMember(client: pg.Client, roleName: string): Promise<void> {
  const { rows } = await client.query<{ super: boolean }>(
    'select rolsuper as super from pg_roles where rolname = current_user',
  );
  if (rows[0]?.super !== true) await client.query(`grant ${roleName} to current_user`);
}
