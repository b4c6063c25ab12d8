export const diskFull = [];
