export const jqPaths = async () => [];
