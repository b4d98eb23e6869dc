"""Workers killed twenty times in the middle of a send; and four workers that nothing happens to."""

import place
import sends
from both import on_both
from figures import figure
from truth import Truth

KILLS = 20
RATE = 500  # messages a second, so that each kill meets a send under way


def measure(database, url):
    place.empty(url)
    from tests.support.faulty_server import Faults, FaultyServer

    sends.crowd_of(sends.RECIPIENTS)
    with FaultyServer(Faults(rate=RATE)) as server:
        killed(database, server)
    with FaultyServer() as server:
        undisturbed(database, server)


def killed(database, server):
    alert = sends.new_alert()
    under_way = 0
    with Truth(alert, server) as truth:
        for number in range(KILLS):
            workers = sends.start(server)
            wanted = (number + 1) * sends.RECIPIENTS // (KILLS + 2)
            assert server.wait_for(wanted, timeout=60), f"{len(server.taken)} of {wanted}"
            sends.kill(workers)
            under_way += len({mail.recipient for mail in server.taken}) < sends.RECIPIENTS
        with sends.working(server):
            states = sends.settled(alert)
    name = f"{database}, killed {KILLS} times"
    figure(f"{name}, kills in the middle of the send", under_way, KILLS, least=True)
    sends.report(name, server, states, duplicates=KILLS * 2 * sends.CONNECTIONS)
    truth.report(name)


def undisturbed(database, server):
    alert = sends.new_alert()
    with sends.working(server, processes=4):
        states = sends.settled(alert)
    sends.report(f"{database}, 4 workers without a fault", server, states)


if __name__ == "__main__":
    on_both(__file__, measure)
