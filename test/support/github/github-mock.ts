import nock from 'nock';

export interface MockedRequest {
  /** Such as `GET /app/hook/deliveries?per_page=100`. */
  readonly call: string;
  readonly authorization: string;
}

export interface GitHubMock {
  /** Answers the next request of this call, once; answers to one call are given in turn. */
  answer(call: string, status: number, body: unknown, headers?: Record<string, string>): void;
  /** Every request that was answered, in order. */
  readonly requests: readonly MockedRequest[];
  /** Gives the network back, and tells what was asked for in vain and which answers nobody asked for: both must be empty. */
  end(): { readonly unanswered: readonly string[]; readonly unused: readonly string[] };
}

const API = 'https://api.github.com';

/**
 * github.com where the client itself meets the network, so that its real `fetch` runs. Nothing else can be reached. It
 * records, and the test asserts afterwards: an `expect` inside nock's callbacks hangs the request instead of failing.
 */
export function githubMock(): GitHubMock {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  const requests: MockedRequest[] = [];
  const unanswered: string[] = [];
  const missed = ({ method, path }: { method?: string; path?: string }) => void unanswered.push(`${method} ${path}`);
  nock.emitter.on('no match', missed);
  return {
    requests,
    answer(call, status, body, headers = {}) {
      const [method = '', path = ''] = call.split(' ');
      nock(API)
        .intercept(path, method)
        .reply(function record() {
          requests.push({ call, authorization: String(this.req.headers.authorization ?? '') });
          return [status, JSON.stringify(body), { 'content-type': 'application/json; charset=utf-8', ...headers }];
        });
    },
    end() {
      const unused = nock.pendingMocks();
      nock.emitter.off('no match', missed);
      nock.cleanAll();
      nock.enableNetConnect();
      nock.restore();
      return { unanswered, unused };
    },
  };
}
