/** The bin: a Node that is too old gets one sentence instead of a syntax error from the program proper. */
const needed = [22, 13] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `cloud-medic needs Node ${needed.join('.')} or newer, this is ${process.versions.node}: in its folder, "npm start" brings the right one.\n`,
  );
  process.exitCode = 2;
} else {
  // Compiled code is kept between runs: the first frame must come at once.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const program = './main.js';
  await import(program);
}
