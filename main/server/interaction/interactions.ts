import { codedError, type Fault } from '../../../core/errors.ts';
import { interactionPath, interactionRoot } from '../../../core/interaction/addresses.ts';
import type { Answers } from '../../../core/interaction/answers.ts';
import { fillForm } from '../../../core/interaction/form-fill.ts';
import type { Form } from '../../../core/interaction/form-schema.ts';
import {
  type Interaction,
  type InteractionState,
  type InteractionStep,
  isOpen,
  isOverdue,
  newInteraction,
  stepInteraction,
} from '../../../core/interaction/interaction.ts';
import type { Values } from '../../../core/provisioning/variables.ts';
import type { InteractionIdentity, InteractionRecord } from '../../store/interactions.ts';
import type { Store } from '../../store/store.ts';
import { isSecret, isSecretText, secretDigest, secretLength, secretText } from './browser-binding.ts';

/** What an interaction begins with. */
export interface InteractionRequest {
  readonly deviceId: string;
  readonly jobId: string;
  /** The DM session that SHOW is sent in. */
  readonly sessionId: string;
  /** As the profile has it. */
  readonly form: Form;
  /** The row's values and earlier answers, for the form's texts. */
  readonly variables: Values;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The origin of the interactions' listener as this device reaches it, such as `https://bench.example:8444`. */
  readonly origin: string;
}

export interface BegunInteraction {
  readonly interactionId: string;
  /** For SHOW, this once: it cannot be read again, and whoever comes first with it has the form. */
  readonly address: string;
}

/** What happens in an interaction, as it happens. Pages are counted from 0. */
export type InteractionEvent = { readonly at: number } & (
  | (InteractionIdentity &
      (
        | { readonly kind: 'opened' }
        | { readonly kind: 'pageShown'; readonly page: number }
        /** `faults`: how many of its answers were not taken; none, and the page was. */
        | { readonly kind: 'pagePosted'; readonly page: number; readonly faults: number }
        | { readonly kind: 'fileNotKept'; readonly field: string; readonly fault: Fault }
        /** `took`: milliseconds since it began. */
        | { readonly kind: 'ended'; readonly state: InteractionState; readonly took: number }
      ))
  /** Whose it was is missing where there is no such interaction. */
  | ({ readonly kind: 'refused'; readonly fault: Fault } & Partial<InteractionIdentity>)
);

/** A browser that may go on with an interaction. */
export interface Entry {
  readonly record: InteractionRecord;
  /** What the browser shows from now on; undefined where the interaction ended before anybody came. */
  readonly cookie?: string;
  /** Whether the browser has just opened it, and does not have its cookie yet. */
  readonly opened: boolean;
}

/** How an interaction is ended from outside. */
export type InteractionEnding = { readonly kind: 'close' } | { readonly kind: 'fail'; readonly fault: Fault };

/** The UI interactions of a bench (B.3): what the DM server begins and ends, and what browsers do in between. */
export interface Interactions {
  /** Begins one; within the caller's transaction where there is one. @throws STORE_FULL, STORE_FAILED */
  begin(request: InteractionRequest): BegunInteraction;
  get(interactionId: string): InteractionRecord | undefined;
  /** The interaction at an address that a device names, if it is the device's own. */
  find(deviceId: string, address: string): InteractionRecord | undefined;
  /** Whose the interaction is whose address ends in this. */
  ownerOf(token: string): InteractionIdentity | undefined;
  /** Those of a DM session, in the order in which they began. */
  ofSession(sessionId: string): readonly InteractionRecord[];
  /**
   * Ends one that goes on, and tells of it: by itself, and not within work that may still be undone.
   * @returns whether it did go on
   * @throws INTERACTION_UNKNOWN, STORE_FULL, STORE_FAILED
   */
  end(interactionId: string, ending: InteractionEnding): boolean;
  /** Ends those whose time is over. @throws STORE_FULL, STORE_FAILED */
  endOverdue(): void;
  /** Ends those of DM sessions that a process left open which is gone. @throws STORE_FULL, STORE_FAILED */
  endAbandoned(): void;
  /**
   * Lets a browser in: the first one that comes where it may open the interaction, and from then on that one alone.
   * @param token what the address ends in
   * @param cookie what the browser shows
   * @throws INTERACTION_UNKNOWN, INTERACTION_ELSEWHERE, STORE_FULL, STORE_FAILED
   */
  enter(token: string, cookie: string | undefined, mayOpen: boolean): Promise<Entry>;
  /** Takes a page that was found right. @returns the interaction after it @throws STORE_FULL, STORE_FAILED */
  takePage(identity: InteractionIdentity, page: number, answers: Answers): Promise<Interaction>;
  /**
   * Takes note of a page that was not found right.
   * @param faults how many of its answers were not
   * @param held answers that are kept all the same
   * @returns the interaction after it
   * @throws STORE_FULL, STORE_FAILED
   */
  refusePage(
    identity: InteractionIdentity,
    page: number,
    faults: number,
    held: Answers,
  ): Promise<Interaction>;
  /** Tells of something that changes nothing in the store. */
  tell(event: InteractionEvent): void;
}

export interface InteractionsOptions {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** So many octets that nobody can guess. */
  readonly randomOctets: (count: number) => Uint8Array;
  /** Is told what happens, after it is on the disk. */
  readonly tell: (event: InteractionEvent) => void;
}

/** The interactions over a store: all that is known of one is on the disk, so that a restart ends none. */
export function createInteractions({
  store,
  now,
  newId,
  randomOctets,
  tell,
}: InteractionsOptions): Interactions {
  const records = store.interactions;
  const newSecret = () => secretText(randomOctets(secretLength));

  /** One step of an interaction as it is in the store by now: what it was before, and what it is. */
  const step = (interactionId: string, next: InteractionStep) => {
    const record = records.get(interactionId);
    if (record === undefined) throw codedError('INTERACTION_UNKNOWN', {});
    const interaction = stepInteraction(record.interaction, next);
    if (interaction !== record.interaction) records.keep({ ...record, interaction });
    return { record, interaction };
  };

  /** Tells what a step that is on the disk now has come to; one that came after the end came to nothing. */
  const tellStep = ({ record, interaction }: ReturnType<typeof step>, posted?: PostedEvent): boolean => {
    if (!isOpen(record.interaction)) return false;
    const at = now();
    if (posted) tell({ ...identityOf(record), at, kind: 'pagePosted', ...posted });
    if (isOpen(interaction)) return false;
    const { state, begunAt } = interaction;
    tell({ ...identityOf(record), at, kind: 'ended', state, took: at - begunAt });
    return true;
  };

  const stepTogether = async (
    interactionId: string,
    next: InteractionStep,
    posted?: PostedEvent,
  ): Promise<Interaction> => {
    const stepped = await store.grouped(() => step(interactionId, next));
    tellStep(stepped, posted);
    return stepped.interaction;
  };

  const end = (interactionId: string, next: InteractionStep): boolean =>
    tellStep(store.transaction(() => step(interactionId, next)));

  const withToken = (token: string): InteractionRecord | undefined =>
    isSecretText(token) ? records.withToken(secretDigest(token)) : undefined;

  /** The first browser has the interaction, whoever comes at the same moment. */
  const open = async ({ interactionId, deviceId }: InteractionRecord): Promise<Entry> => {
    const cookie = newSecret();
    const record = await store.grouped(() => {
      const before = records.get(interactionId);
      if (before === undefined || before.browserDigest !== undefined || !isOpen(before.interaction))
        throw codedError('INTERACTION_ELSEWHERE', { device: deviceId });
      const interaction = stepInteraction(before.interaction, { kind: 'open', at: now() });
      const opened: InteractionRecord = { ...before, interaction, browserDigest: secretDigest(cookie) };
      records.keep(opened);
      return opened;
    });
    tell({ ...identityOf(record), at: now(), kind: 'opened' });
    return { record, cookie, opened: true };
  };

  return {
    tell,
    begin({ deviceId, jobId, sessionId, form, variables, expiresAt, origin }) {
      const token = newSecret();
      const interactionId = newId();
      const interaction = newInteraction(fillForm(form, variables), now(), expiresAt);
      records.add({ interactionId, deviceId, jobId, sessionId, interaction }, secretDigest(token));
      return { interactionId, address: origin + interactionPath(token) };
    },
    get: (interactionId) => records.get(interactionId),
    find(deviceId, address) {
      const path = URL.parse(address)?.pathname ?? '';
      const record = path.startsWith(interactionRoot)
        ? withToken(path.slice(interactionRoot.length))
        : undefined;
      return record?.deviceId === deviceId ? record : undefined;
    },
    ownerOf(token) {
      const record = withToken(token);
      return record && identityOf(record);
    },
    ofSession: (sessionId) => records.ofSession(sessionId),
    end: (interactionId, ending) => end(interactionId, { ...ending, at: now() }),
    endOverdue() {
      for (const { interactionId } of records.overdue(now()))
        end(interactionId, { kind: 'expire', at: now() });
    },
    async enter(token, cookie, mayOpen) {
      const known = withToken(token);
      if (known === undefined) throw codedError('INTERACTION_UNKNOWN', {});
      const { interactionId, deviceId, browserDigest } = known;
      if (browserDigest !== undefined && (cookie === undefined || !isSecret(cookie, browserDigest)))
        throw codedError('INTERACTION_ELSEWHERE', { device: deviceId });
      const interaction = isOverdue(known.interaction, now())
        ? await stepTogether(interactionId, { kind: 'expire', at: now() })
        : known.interaction;
      const record = { ...known, interaction };
      if (browserDigest !== undefined && cookie !== undefined) return { record, cookie, opened: false };
      if (!isOpen(interaction)) return { record, opened: false };
      if (!mayOpen) throw codedError('INTERACTION_ELSEWHERE', { device: deviceId });
      return open(known);
    },
    endAbandoned() {
      for (const { interactionId } of records.ofAbandonedSessions())
        end(interactionId, { kind: 'close', at: now() });
    },
    takePage: ({ interactionId }, page, answers) =>
      stepTogether(interactionId, { kind: 'takePage', page, answers, at: now() }, { page, faults: 0 }),
    refusePage: ({ interactionId }, page, faults, held) =>
      stepTogether(interactionId, { kind: 'hold', answers: held, at: now() }, { page, faults }),
  };
}

interface PostedEvent {
  readonly page: number;
  readonly faults: number;
}

/** Whose an interaction is, and nothing else of its record. */
export function identityOf({
  interactionId,
  deviceId,
  jobId,
  sessionId,
}: InteractionIdentity): InteractionIdentity {
  return { interactionId, deviceId, jobId, sessionId };
}
