/** On our issue, put on by somebody with write access, it stops every revert of that incident. */
export const STOP_LABEL = 'whatchanged:stop';
