/** The part of autocannon 9 that is used; the package brings no types. */
declare module 'autocannon' {
  interface Request {
    readonly method?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly setupRequest?: (request: Request) => Request;
  }
  interface Running extends Promise<unknown> {
    stop?: () => void;
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): this;
  }
  export default function autocannon(options: {
    readonly url: string;
    readonly connections: number;
    readonly amount: number;
    readonly requests: readonly Request[];
  }): Running;
}
