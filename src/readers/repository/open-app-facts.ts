import type { EpochMs } from '../../investigation/time.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { GitHubAccess } from '../../platform/github-access.ts';
import { githubFailure, isRequestFailure } from '../../platform/github-failure.ts';

/** What GitHub says of our App, asked as the App itself: nothing is changed, no token is minted. */
export interface AppFacts {
  app(): Promise<RegisteredApp>;
  hook(): Promise<AppHook>;
  /** The newest deliveries of the App's log, newest first; one page. */
  deliveries(): Promise<readonly TriedDelivery[]>;
  /** Where the App is installed, at most a thousand. */
  installations(): Promise<readonly AppInstallation[]>;
  /** GitHub's clock in whole seconds against ours at that moment, by its last answer (also a refusal). */
  clock(): { readonly theirs: EpochMs; readonly ours: EpochMs } | undefined;
}

export interface RegisteredApp {
  readonly id: number;
  readonly slug: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface AppHook {
  readonly url?: string;
  readonly contentType?: string;
  /** The certificate of the address is not checked. */
  readonly insecure: boolean;
}

export interface TriedDelivery {
  readonly event: string;
  readonly at: EpochMs;
  /** HTTP status of our answer; 0 or a made-up one where there was none. */
  readonly statusCode: number;
  /** GitHub's words, such as `OK` or `Invalid HTTP Response: 401`. */
  readonly status: string;
}

export interface AppInstallation {
  readonly installationId: number;
  readonly account: string;
  readonly suspended: boolean;
  /** What its owner granted, which lags behind what the App asks for. */
  readonly permissions: Readonly<Record<string, string>>;
}

const PER_PAGE = 100;
const MOST_PAGES = 10;
const NEWEST = 30;

/** Every method throws OperationalError for trouble. */
export function openAppFacts(access: GitHubAccess, now: () => EpochMs): AppFacts {
  let seen: { readonly theirs: EpochMs; readonly ours: EpochMs } | undefined;
  const note = (date: string | number | undefined) => {
    const theirs = Date.parse(String(date));
    if (!Number.isNaN(theirs)) seen = { theirs, ours: now() };
  };
  type Answer<T> = { readonly data: T; readonly headers: { readonly date?: string } };
  const ask = async <T>(what: string, call: () => Promise<Answer<T>>): Promise<T> => {
    try {
      const { data, headers } = await call();
      note(headers.date);
      return data;
    } catch (error) {
      if (isRequestFailure(error)) note(error.response?.headers.date);
      throw githubFailure(error, what);
    }
  };

  return {
    async app() {
      const data = await ask('The App could not be read', () => access.asApp().rest.apps.getAuthenticated());
      if (data === null || data.slug === undefined) {
        throw new OperationalError('upstream-nonsense', 'GitHub described an App without a name');
      }
      return {
        id: data.id,
        slug: data.slug,
        permissions: levels(data.permissions),
        events: data.events,
      };
    },
    async hook() {
      const { url, content_type, insecure_ssl } = await ask("The App's webhook could not be read", () =>
        access.asApp().rest.apps.getWebhookConfigForApp(),
      );
      return {
        ...(url === undefined || url === '' ? {} : { url }),
        ...(content_type === undefined ? {} : { contentType: content_type }),
        insecure: String(insecure_ssl) === '1',
      };
    },
    async deliveries() {
      const found = await ask('The delivery log could not be read', () =>
        access.asApp().rest.apps.listWebhookDeliveries({ per_page: NEWEST }),
      );
      return found.map(({ event, delivered_at, status_code, status }) => ({
        event,
        at: Date.parse(delivered_at),
        statusCode: status_code,
        status,
      }));
    },
    async installations() {
      const found: AppInstallation[] = [];
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const read = await ask('The installations could not be read', () =>
          access.asApp().rest.apps.listInstallations({ per_page: PER_PAGE, page }),
        );
        for (const { id, account, suspended_at, permissions } of read) {
          const owner: { login?: string; slug?: string } = account ?? {};
          found.push({
            installationId: id,
            account: owner.login ?? owner.slug ?? '',
            suspended: suspended_at !== null && suspended_at !== undefined,
            permissions: levels(permissions),
          });
        }
        if (read.length < PER_PAGE) break;
      }
      return found;
    },
    clock: () => seen,
  };
}

function levels(permissions: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(permissions).filter(([, level]) => typeof level === 'string'));
}
