/** Runs a piece of work once for all who ask for it by one name while it runs. */
export interface Flights<T> {
  run(name: string, work: () => Promise<T>): Promise<T>
  /** The running work of that name. */
  find(name: string): Promise<T> | undefined
}

export function createFlights<T>(): Flights<T> {
  const running = new Map<string, Promise<T>>()
  return {
    run(name, work) {
      const twin = running.get(name)
      if (twin) return twin
      const flight = work().finally(() => running.delete(name))
      running.set(name, flight)
      return flight
    },
    find: (name) => running.get(name),
  }
}
