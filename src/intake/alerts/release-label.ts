const RELEASE_LABELS = ['version', 'release', 'commit', 'sha', 'image_tag', 'git.commit.sha'];

/** The version that an alert's labels name, the most usual label first. */
export function releaseLabel(labels: Readonly<Record<string, string>>): string | undefined {
  return RELEASE_LABELS.map((name) => labels[name]).find((value) => value !== undefined && value !== '');
}
