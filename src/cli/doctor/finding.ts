/** One thing that the doctor looked at: how it is, and what to do about it. */
export interface Finding {
  /** `warning` is no fault of the installation, but worth a look; `skipped` could not be looked at. */
  readonly state: 'ok' | 'warning' | 'problem' | 'skipped';
  /** What it is about, where a check looks at several: an endpoint, a repository. */
  readonly subject?: string;
  readonly says: string;
  readonly todo?: string;
  /** The whole set-up text of what does not work yet, in Markdown. */
  readonly setup?: string;
}
