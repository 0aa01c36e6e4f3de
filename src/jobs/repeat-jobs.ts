import type { Storage } from '../storage/contract.ts';

type RepeatedJob = 'recover-deliveries' | 'sweep-effects' | 'follow-reverts' | 'want-summaries';

export interface RepeatJobs {
  readonly storage: Storage;
  /** Milliseconds between two, by job. */
  readonly every: Readonly<Record<RepeatedJob, number>>;
  readonly onFailure: (error: unknown, name: RepeatedJob) => void;
}

/** Enqueues each job at once and then again and again; several processes share one waiting job of a name. */
export function repeatJobs({ storage, every, onFailure }: RepeatJobs): { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const enqueue = (name: RepeatedJob): void => {
    const work: Promise<void> = storage
      .transaction((tx) => tx.jobs.enqueue(name, {}, { singletonKey: name }))
      .catch((error: unknown) => onFailure(error, name))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const timers = (Object.keys(every) as RepeatedJob[]).map((name) => {
    enqueue(name);
    return setInterval(() => enqueue(name), every[name]);
  });
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
