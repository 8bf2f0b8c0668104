import type { Clock } from '@linguamate/shared/clock';
import type { QuotaProfile } from './quotas.ts';

/** Looks a learner up. */
export type ProfileLookup = (userId: string) => Promise<QuotaProfile | null>;

/** A learner who chats is asked about every few seconds; a memory this short spares most of the round trips. */
const keptMs = 5000;
const maxEntries = 10_000;

/**
 * Remembers profiles in the process for some seconds, because every request waits for them.
 * @param lookup the slower way to a profile.
 * @param clock source of time in milliseconds.
 */
export function rememberProfiles(lookup: ProfileLookup, clock: Clock): ProfileLookup {
  const entries = new Map<string, { profile: Promise<QuotaProfile | null>; untilMs: number }>();
  return (userId) => {
    const known = entries.get(userId);
    if (known !== undefined && known.untilMs > clock.now()) return known.profile;
    const profile = lookup(userId);
    entries.delete(userId);
    entries.set(userId, { profile, untilMs: clock.now() + keptMs });
    // A failure must not be remembered.
    profile.catch(() => entries.delete(userId));
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    return profile;
  };
}
