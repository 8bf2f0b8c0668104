/** What the processes of one test run share. It travels in environment variables, as children inherit those. */
export type TestRun = {
  /** Distinguishes this run's databases, roles and keys from everybody else's. */
  id: string;
  /** Superuser (or a role that may create databases and roles) on the server to use. */
  postgresUrl: string;
  redisUrl: string;
  /** Password of this run's database roles. */
  rolePassword: string;
};

const VARIABLES = {
  id: 'LM_TEST_RUN',
  postgresUrl: 'LM_TEST_POSTGRES_URL',
  redisUrl: 'LM_TEST_REDIS_URL',
  rolePassword: 'LM_TEST_ROLE_PASSWORD',
} as const;

/** Makes the run known to the test processes that are started from here on. */
export function announceRun(run: TestRun): void {
  for (const field of ['id', 'postgresUrl', 'redisUrl', 'rolePassword'] as const) {
    // biome-ignore lint/style/noProcessEnv: the environment is the only channel from the global setup to test files.
    process.env[VARIABLES[field]] = run[field];
  }
}

/**
 * Returns the run that this test process belongs to.
 *
 * @throws when the tests were started without the global setup
 */
export function currentRun(): TestRun {
  const read = (name: string): string => {
    // biome-ignore lint/style/noProcessEnv: see announceRun.
    const value = process.env[name];
    if (value === undefined) {
      throw new Error(
        `${name} is not set: start tests with --test-global-setup=packages/shared/src/testing/global-setup.ts`,
      );
    }
    return value;
  };
  return {
    id: read(VARIABLES.id),
    postgresUrl: read(VARIABLES.postgresUrl),
    redisUrl: read(VARIABLES.redisUrl),
    rolePassword: read(VARIABLES.rolePassword),
  };
}

/** Every database and role of a run begins with this; a developer's own never do. */
export function namePrefix(runId: string): string {
  return `linguamate_test_${runId}`;
}

/** Every Redis key of a run begins with this. */
export function keyPrefix(runId: string): string {
  return `lmtest:${runId}`;
}
