import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { bbbSecretsOf } from './bbb/openBbb.ts';
import { type Hooks, openHooks } from './hooks/open.ts';
import { Accounts } from './identity/Accounts.ts';
import type { Identity } from './identity/ports.ts';
import { MailQueue } from './mail/MailQueue.ts';
import { addressOf, openTransport } from './mail/transports.ts';
import { readJson } from './outward/json.ts';
import type { Outward } from './outward/ports.ts';
import { publicAddress } from './publicAddress.ts';
import { Sealing } from './records/integration/sealing.ts';
import { invitationsBy } from './records/organisation/invitationLetters.ts';
import { planLettersBy } from './records/plan/planLetters.ts';
import { Records } from './records/Records.ts';
import { eraseContents } from './recording/contentsOf.ts';
import { RecordingFiles } from './recording/files/RecordingFiles.ts';
import { RecordingKeys } from './recording/files/RecordingKeys.ts';
import type { Clock, RoomReport } from './room/ports.ts';
import type { ServerOptions } from './serverOptions.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import type { Store } from './storage/ports.ts';

/** Accounts, their letters, and the records of the service. */
export interface Service {
  readonly accounts: Accounts;
  readonly mail: MailQueue;
  readonly identity: Identity;
  readonly hooks: Hooks;
  readonly records: Records;
}

interface ServiceParts {
  readonly parts: {
    readonly store: Store;
    readonly files: FileStore;
    readonly clock: Clock;
    readonly log: Logger;
    readonly recordings: string;
    readonly recordingKeys: readonly string[];
    readonly identity?: Identity;
  };
  readonly options: ServerOptions;
  readonly report: RoomReport;
  readonly server: HttpServer;
  readonly newId: () => string;
  readonly outward: Outward;
}

/** Opens the accounts, the queue of letters, the webhooks and the records. */
export async function openService(base: ServiceParts): Promise<Service> {
  const { parts, options, report, server, newId, outward } = base;
  const { store, files, clock, log } = parts;
  const now = () => clock.now();
  const mail = MailQueue.open({ store, transport: openTransport(options.mail, log), report, now });
  // A port that the system chose is known when the server listens.
  const address = () => publicAddress(options, (server.address() as AddressInfo | null)?.port ?? options.port);
  const settings = options.identity;
  const accounts = await Accounts.open({ store, mailer: mail, settings, address, log, report, outward, now });
  const { identity = accounts } = parts;
  const bbbSecrets = () => bbbSecretsOf(options.bbb, records, clock);
  const domain = () => new URL(address()).host;
  const sending = { outward, now, bbbSecrets, domain, pausesMs: options.webhookPausesMs };
  const permanent = { urls: options.bbb?.hooks ?? [], secret: options.bbb?.secret ?? '' };
  const hooks = await openHooks({ store, report, permanent, ...sending });
  const records = new Records({
    store,
    identity,
    newId,
    files,
    webhooks: hooks.webhooks,
    readJson: (url) => readJson(outward, url),
    sealing: new Sealing(await store.secret('sealed secrets')),
    onUnreadable: (error) => log.error({ err: error }, 'a stored secret cannot be read'),
    codeSecret: await store.secret('space codes'),
    invitationLetter: invitationsBy({ mail, store, address }),
    planLetters: planLettersBy({ mail, store, address, from: addressOf(options.mail.from) }),
    recordings: parts.recordings,
    recordingFiles: new RecordingFiles(new RecordingKeys(parts.recordingKeys)),
    eraseContents: (recording, but) => eraseContents(parts.files, recording, but),
    attempts: accounts.attempts,
    spacelessMs: options.recordingDays * 24 * 3_600_000,
  });
  return { accounts, mail, identity, hooks, records };
}
