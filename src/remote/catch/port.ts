/** The port that takes what no tunnel takes, on a chassis that stands still; it is no tunnel of OVN's. */
export const catchPort = 'mcreconcile';
