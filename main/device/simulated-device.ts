import { setTimeout as wait } from 'node:timers/promises';
import type { DmAccount } from '../../core/bootstrap/dm-account.ts';
import { type Alert, alertTypes, interactionEndAlert, serverInitiatedAlert } from '../../core/dm/alerts.ts';
import { accountsOf, managingServer, supportedMos } from '../../core/dm/client/accounts.ts';
import {
  type ClientContext,
  type ClientEffect,
  type ClientEvent,
  openClientSession,
  stepClientSession,
  withAlert,
} from '../../core/dm/client/client-session.ts';
import { type DeviceState, withObjects } from '../../core/dm/client/device-state.ts';
import { placeResource } from '../../core/dm/client/place-resource.ts';
import { dueReports } from '../../core/dm/client/subscriptions.ts';
import { checkNotification } from '../../core/dm/notification-check.ts';
import { type Fault, faultOf } from '../../core/errors.ts';
import { type DeviceObjects, instancesOf } from '../../core/mo/device-objects.ts';
import { sha256Octets } from '../digest.ts';
import { AccountTransports } from './account-transports.ts';
import { getResource, sendEntries, sendPackage, sendReport } from './carry-out.ts';
import { type DeviceEvent, notificationEvent } from './device-events.ts';
import { DeviceOperations, type OperationGround } from './operations.ts';
import { ShownPages } from './shown-pages.ts';
import { createValidators } from './validators.ts';
import type { WebBrowser } from './web-browser.ts';

/** A session as the device saw it; `fault` is missing where it ended as it should. */
export interface DeviceSession {
  readonly rounds: number;
  readonly fault?: Fault;
}

export interface SimulatedDeviceOptions {
  readonly deviceId: string;
  readonly state: DeviceState;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell?: (event: DeviceEvent) => void;
  /** Left out, the device has no browser, and SHOW is not supported. */
  readonly browser?: WebBrowser | undefined;
}

/** A DM client with everything around it: sessions one after the other, operations beside them. */
export class SimulatedDevice {
  readonly deviceId: string;
  #device: DeviceState;
  readonly #tell: (event: DeviceEvent) => void;
  readonly #now: () => number;
  readonly #pages: ShownPages;
  readonly #off = new AbortController();
  /** Sessions and change reports, one at a time; the last of them. */
  #busy: Promise<unknown> = Promise.resolve();
  readonly #operations: DeviceOperations;
  /** Alerts that wait for the next package to the first server. */
  #toTell: readonly Alert[] = [];
  readonly #validate = createValidators();
  readonly #transports: AccountTransports;

  constructor(options: SimulatedDeviceOptions) {
    this.deviceId = options.deviceId;
    this.#device = options.state;
    this.#transports = new AccountTransports(options.deviceId, this.#off.signal);
    this.#now = options.now;
    this.#tell = options.tell ?? (() => {});
    this.#operations = new DeviceOperations(this.#tell);
    this.#pages = new ShownPages(options.browser);
  }

  /** What the device holds now. */
  get state(): DeviceState {
    return this.#device;
  }

  /** The servers that the device has an account of, the one of its first session first. */
  get accounts(): readonly DmAccount[] {
    return accountsOf(this.#device.objects);
  }

  /** The first session after a bootstrap. */
  bootstrapComplete(): Promise<DeviceSession> {
    return this.session([{ alertType: alertTypes.bootstrapComplete }], { listMos: true });
  }

  /**
   * Holds a session with one of the device's servers (the first, where none is named), after those before it.
   * Never throws: what went wrong is its fault.
   */
  session(
    alerts: readonly Alert[],
    options: { readonly server?: string; readonly serverUri?: string; readonly listMos?: boolean } = {},
  ): Promise<DeviceSession> {
    return this.#inTurn(() => this.#hold(alerts, options));
  }

  /**
   * Something on the device has an alert to tell its first server: with the next #3 of a session that is open with
   * it, or in a session of its own. Resolves when it was sent, or could not be.
   */
  raise(alert: Alert): Promise<DeviceSession> {
    this.#toTell = [...this.#toTell, alert];
    return this.#inTurn(() =>
      this.#toTell.length === 0
        ? Promise.resolve({ rounds: 0 })
        : this.#hold([{ alertType: alertTypes.clientInitiated }], {}),
    );
  }

  /**
   * Takes the octets of a notification (DM-1): opens the session that it asks for, or ignores it.
   * @returns the session; undefined where the notification was ignored
   */
  async notified(octets: Uint8Array): Promise<DeviceSession | undefined> {
    const { verdict, seen } = checkNotification(octets, {
      accounts: this.accounts,
      now: this.#now(),
      seen: this.#device.seenNotifications,
      sha256: sha256Octets,
    });
    this.#device = { ...this.#device, seenNotifications: seen };
    this.#tell(notificationEvent(verdict));
    if (verdict.kind === 'ignored') return undefined;
    const { notificationId, requestMos, serverId } = verdict.notification;
    return this.session([serverInitiatedAlert(notificationId)], { server: serverId, listMos: requestMos });
  }

  /** Resolves when no session is open or waiting, and no operation is under way. */
  async settled(): Promise<void> {
    for (;;) {
      const busy = this.#busy;
      await busy;
      const wereOperations = await this.#operations.settled();
      if (busy === this.#busy && !wereOperations) return;
    }
  }

  /**
   * Something on the device needs a management object. Where it is missing, its configuration is fetched from where
   * a server said (DEFAULT); nothing is reported of it.
   * @returns the DM status: 200 where the object is there now, 404 where nobody said where it comes from
   */
  need(moid: string): Promise<number> {
    return this.#inTurn(async () => {
      if (instancesOf(this.#device.objects, moid).size > 0) return 200;
      const origin = this.#device.defaults.get(moid);
      const account = this.accounts.find((each) => each.serverId === origin?.server);
      if (origin === undefined || account === undefined) return 404;
      const answer = await getResource(this.#transports.of(account), origin.source);
      const placed = placeResource(this.#device.objects, managingServer(account), undefined, answer);
      this.#device = withObjects(this.#device, placed.objects);
      this.#tell({ kind: 'configurationFetched', moid, status: placed.status.code });
      await this.#reportChanges();
      return placed.status.code;
    });
  }

  /** Changes the device's objects from its own side, as an application on it would; subscribers are told. */
  change(change: (objects: DeviceObjects) => DeviceObjects): Promise<void> {
    this.#device = withObjects(this.#device, change(this.#device.objects));
    return this.#inTurn(() => this.#reportChanges());
  }

  /** Whether a page is open: the person at the device may still have something to tell. */
  get showsPage(): boolean {
    return this.#pages.count > 0;
  }

  /** Resolves when nothing is under way and no page is open. */
  async left(): Promise<void> {
    do {
      await this.#pages.closed();
      await this.settled();
    } while (this.showsPage);
  }

  /** Switches the device off: what it is doing ends where it is. */
  async off(): Promise<void> {
    this.#off.abort();
    await this.left();
    this.#transports.close();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#busy.then(work);
    this.#busy = turn.catch(() => {});
    return turn;
  }

  async #hold(
    reasons: readonly Alert[],
    options: { readonly server?: string; readonly serverUri?: string; readonly listMos?: boolean },
  ): Promise<DeviceSession> {
    const account = this.accounts.find(({ serverId }) => serverId === (options.server ?? serverId));
    if (account === undefined)
      return { rounds: 0, fault: faultOf('DEVICE_HAS_NO_ACCOUNT', { server: options.server ?? '' }) };
    if (this.#off.signal.aborted) return { rounds: 0, fault: faultOf('STOPPED', {}) };
    const server = managingServer(account);
    const supported = options.listMos ? { supported: supportedMos(this.#device.objects, server) } : {};
    const context = this.#context();
    const alerts = [...reasons, ...this.#takeAlerts(server.id)];
    this.#tell({
      kind: 'sessionOpened',
      server: server.id,
      alerts: alerts.map(({ alertType }) => alertType),
    });
    let step = openClientSession(this.#device, {
      server,
      serverUri: options.serverUri ?? account.serverUri,
      alerts,
      ...supported,
    });
    while (step.effect.kind !== 'ended') {
      this.#device = step.device;
      const event = await this.#carryOut(step.effect, account);
      const session = this.#takeAlerts(server.id).reduce(withAlert, step.session);
      step = stepClientSession(session, this.#device, event, context);
    }
    this.#device = step.device;
    const { rounds } = step.session;
    const fault = this.#off.signal.aborted ? faultOf('STOPPED', {}) : step.effect.fault;
    const session: DeviceSession = fault ? { rounds, fault } : { rounds };
    this.#tell({ kind: 'sessionEnded', server: server.id, ...session });
    // What came up after the last #3 is told in a session of its own; after a failed one, whenever the next is held.
    this.#toTell = [...step.effect.unsent, ...this.#toTell];
    if (fault === undefined && step.effect.unsent.length > 0)
      void this.session([{ alertType: alertTypes.clientInitiated }]);
    return session;
  }

  /** The alerts that wait, where this is the server that they are for. */
  #takeAlerts(server: string): readonly Alert[] {
    if (server !== this.accounts[0]?.serverId) return [];
    const taken = this.#toTell;
    this.#toTell = [];
    return taken;
  }

  /** A session's account with the credentials that it has by now: its server may have given it new ones. */
  #withItsCredentials(account: DmAccount): DmAccount {
    const now = this.accounts.find(({ serverId }) => serverId === account.serverId);
    return now ? { ...account, credentials: now.credentials } : account;
  }

  async #carryOut(
    effect: Exclude<ClientEffect, { kind: 'ended' }>,
    account: DmAccount,
  ): Promise<ClientEvent> {
    const transport = this.#transports.of(this.#withItsCredentials(account));
    switch (effect.kind) {
      case 'sendPackage1':
      case 'sendPackage3':
        return sendPackage(transport, effect);
      case 'getResource':
        return { kind: 'resource', answer: await getResource(transport, effect.serverUri) };
      case 'sendResource': {
        const { method, serverUri: uri, mediaType, entries } = effect;
        return {
          kind: 'carriedOut',
          status: await sendEntries(transport, { method, uri, mediaType, entries }),
        };
      }
      case 'execute':
        return { kind: 'carriedOut', status: await this.#execute(effect, account) };
      case 'showPage':
        return { kind: 'carriedOut', status: this.#show(effect.page, account) };
      case 'sendReports':
        await this.#send(effect.reports);
        return { kind: 'reportsSent' };
    }
  }

  /** The server that asked for a page is told how its showing ended (choice 12). @returns the DM status */
  #show(page: string, { serverId, trustAnchor }: DmAccount): number {
    const request = { page, deviceId: this.deviceId, trustAnchor, signal: this.#off.signal };
    const shown = this.#pages.show(request, (end) => {
      const fault = end.kind === 'failed' ? { fault: end.fault } : {};
      this.#tell({ kind: 'pageEnded', reason: end.kind, ...fault });
      if (this.#off.signal.aborted) return;
      const alert = interactionEndAlert({ serverUri: page, reason: end.kind });
      if (serverId === this.accounts[0]?.serverId) void this.raise(alert);
      else void this.session([{ alertType: alertTypes.clientInitiated }, alert], { server: serverId });
    });
    this.#tell({ kind: 'pageAsked', shown });
    // A device without a browser does not know the command; one with it goes on at once.
    return shown ? 200 : 501;
  }

  #execute(
    { nodes, replyTo }: Extract<ClientEffect, { kind: 'execute' }>,
    account: DmAccount,
  ): Promise<number> {
    // The outcome is told in a new session, to the server that asked for it (choice 11).
    const report = (outcome: Alert) =>
      this.session([{ alertType: alertTypes.clientInitiated }, outcome], {
        server: account.serverId,
        ...(replyTo === undefined ? {} : { serverUri: replyTo }),
      });
    return this.#operations.execute(nodes, this.#ground(account), replyTo === undefined ? undefined : report);
  }

  #ground(account: DmAccount): OperationGround {
    return {
      objects: () => this.#device.objects,
      // Within a session the change is reported with the #2's; outside of one in its own turn.
      change: (change) => void this.change(change),
      transport: this.#transports.of(account),
      signal: this.#off.signal,
      pause: (milliseconds) =>
        wait(milliseconds, undefined, { signal: this.#off.signal }).catch(() => {}) as Promise<void>,
    };
  }

  /** Changes made outside of a session are told when they happen. */
  async #reportChanges(): Promise<void> {
    const { device, reports } = dueReports(this.#device, this.#context().serverOf);
    this.#device = device;
    await this.#send(reports);
  }

  async #send(reports: Extract<ClientEffect, { kind: 'sendReports' }>['reports']): Promise<void> {
    for (const report of reports) {
      const account = this.accounts.find(({ serverId }) => serverId === report.server);
      if (account === undefined) continue;
      const status = await sendReport(this.#transports.of(account), report);
      this.#tell({ kind: 'changeReported', destination: report.destination, status });
    }
  }

  #context(): ClientContext {
    const servers = new Map(this.accounts.map((account) => [account.serverId, managingServer(account)]));
    return {
      serverOf: (id) => servers.get(id),
      validate: this.#validate,
    };
  }
}
