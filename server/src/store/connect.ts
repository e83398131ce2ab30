/** Owns the choice of the engine that keeps the store. */
import type { Connection } from './connection.ts'
import { connectSqlite } from './embedded.ts'
import { connectPostgres } from './postgres.ts'

/**
 * @param dataDir  absolute path of the data folder, made where it is missing
 * @param databaseUrl  of a PostgreSQL; left out: SQLite in the data folder
 */
export const connect = (dataDir: string, databaseUrl?: string): Promise<Connection> =>
  databaseUrl === undefined ? connectSqlite(dataDir) : connectPostgres(databaseUrl)
