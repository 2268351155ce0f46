import { Injectable } from '@nestjs/common'

/** Stands for the team's own table. Keyed by event, so that a second attempt of the same event changes nothing. */
@Injectable()
export class MerchantsService {
  private readonly results = new Map<string, string>()

  opened(eventId: string, appid: string): void {
    this.results.set(eventId, appid)
    console.log(`a merchant has the mini program ${appid}`)
  }

  refused(eventId: string, reason: string): void {
    this.results.set(eventId, reason)
    console.log(`a merchant was refused: ${reason}`)
  }

  list(): readonly string[] {
    return [...this.results.values()]
  }
}
