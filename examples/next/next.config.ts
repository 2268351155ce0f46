import type { NextConfig } from 'next'

const config: NextConfig = {
  output: 'standalone',
  // The binary of SQLite is loaded from node_modules and not bundled.
  serverExternalPackages: ['@wehook/sqlite', 'libsql'],
}

export default config
