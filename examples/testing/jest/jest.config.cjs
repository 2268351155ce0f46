// Inside this repository the packages are TypeScript sources, so jest is told how to find and read them. With the published
// packages `testEnvironment: 'node'` is all that is needed, and a transform for your own TypeScript.
module.exports = {
  testEnvironment: 'node',
  rootDir: '..',
  testMatch: ['<rootDir>/jest/*.test.js'],
  testEnvironmentOptions: { customExportConditions: ['@wehook/source', 'require', 'node', 'default'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': '<rootDir>/jest/typescript.cjs' },
}
