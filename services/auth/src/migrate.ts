import { migrateService } from '@linguamate/shared/migrate';

await migrateService({
  service: 'auth',
  folder: new URL('./migrations/', import.meta.url),
  // biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
  environment: process.env,
});
