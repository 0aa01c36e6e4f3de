/** Who can read a repository, as GitHub calls it. */
export type Visibility = 'public' | 'private' | 'internal';

const READERS: Readonly<Record<Visibility, number>> = { private: 0, internal: 1, public: 2 };

/** Whether everybody of a wider circle can read the one and not the other. Of two private repositories GitHub tells no circle. */
export function isMoreVisible(one: Visibility, than: Visibility): boolean {
  return READERS[one] > READERS[than];
}
