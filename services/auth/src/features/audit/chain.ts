import { createHash } from 'node:crypto';
import { transact } from '@linguamate/shared/database';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { AuditEventRow } from './audit.table.ts';

// Any fixed number: it names the lock of whoever extends the chain.
const chainLock = 7_041_002;
const batchSize = 500;
const beginning = Buffer.alloc(32);

/** Where the chain does not hold: an entry was changed, left out or put in. */
export type ChainBreak = { position: number; eventId: string };

/**
 * Chains entries that were added since the last call: each link hashes its entry together with the link before, so that
 * nothing in the past can be changed without changing every link after it. This is done apart from the writing, or
 * every login would queue up for the end of the chain.
 *
 * @returns how many entries were chained
 */
export async function extendChain(db: Kysely<AuthSchema>): Promise<number> {
  return await transact(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${chainLock})`.execute(trx);
    const events = await listUnchained(trx);
    if (events.length === 0) return 0;
    const last = await findLastLink(trx);
    let hash = last?.hash ?? beginning;
    const links = events.map((event, index) => {
      hash = hashLink(hash, event);
      return { position: (last?.position ?? 0) + index + 1, event_id: event.id, hash };
    });
    await trx.insertInto('audit_chain').values(links).execute();
    return links.length;
  });
}

/**
 * Walks the whole chain and compares.
 *
 * @returns the number of links that hold and the first that does not, if any
 */
export async function verifyChain(
  db: Kysely<AuthSchema>,
): Promise<{ verified: number; broken?: ChainBreak }> {
  let hash: Buffer = beginning;
  let verified = 0;
  for (;;) {
    const links = await listLinks(db, verified);
    for (const link of links) {
      hash = hashLink(hash, link);
      const holds = link.position === verified + 1 && hash.equals(link.hash);
      if (!holds) return { verified, broken: { position: link.position, eventId: link.id } };
      verified += 1;
    }
    if (links.length < batchSize) return { verified };
  }
}

function hashLink(previous: Buffer, event: AuditEventRow): Buffer {
  const { id, user_id, action, source, session_id, detail, occurred_at } = event;
  const sortedDetail = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = JSON.stringify([
    id,
    user_id,
    action,
    source,
    session_id,
    sortedDetail,
    occurred_at.toISOString(),
  ]);
  return createHash('sha256').update(previous).update(content).digest();
}

async function listUnchained(trx: Transaction<AuthSchema>): Promise<AuditEventRow[]> {
  return await trx
    .selectFrom('audit_events')
    .selectAll()
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('audit_chain').select('event_id').whereRef('event_id', '=', 'audit_events.id'),
        ),
      ),
    )
    .orderBy('written')
    .limit(batchSize)
    .execute();
}

async function findLastLink(
  trx: Transaction<AuthSchema>,
): Promise<{ position: number; hash: Buffer } | undefined> {
  return await trx
    .selectFrom('audit_chain')
    .select(['position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function listLinks(db: Kysely<AuthSchema>, after: number) {
  return await db
    .selectFrom('audit_chain')
    .innerJoin('audit_events', 'audit_events.id', 'audit_chain.event_id')
    .selectAll('audit_events')
    .select(['audit_chain.position', 'audit_chain.hash'])
    .where('audit_chain.position', '>', after)
    .orderBy('audit_chain.position')
    .limit(batchSize)
    .execute();
}
