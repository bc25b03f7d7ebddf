namespace Orleans.Kube.Ledger.Tests;

/// <summary>SQLite's write-ahead log.</summary>
public sealed class SqliteLogTests : LedgerSuite<SqliteStore>
{
    private const long Megabyte = 1 << 20;

    private FileInfo Log => new(Options.Location + "-wal");

    [Fact]
    public async Task It_begins_anew_while_one_writes_on()
    {
        var ledger = await OpenWriterAsync();
        for (var count = 0; count < 8000; count++) await CommitAsync(ledger, new LedgerWrite(Samples.Content(Samples.Pod($"pod-{count}"), size: 8 << 10), 0));
        // Were it to begin anew only where writers pause, it would have come to 200.
        Log.Length.ShouldBeLessThan(128 * Megabyte);
    }

    [Fact]
    public async Task It_has_room_from_the_start_and_what_is_written_meanwhile_is_there_the_next_time()
    {
        var written = 0;
        for (var round = 0; round < 3; round++)
        {
            var ledger = await OpenWriterAsync();
            // So many would not fill it.
            for (var most = written + 2000; Log.Length < 32 * Megabyte; written++)
            {
                written.ShouldBeLessThan(most);
                await CommitAsync(ledger, Samples.Create(Samples.Pod($"pod-{written}")));
            }

            await CloseAsync(ledger);
            var next = await OpenAsync();
            next.Current.Count(Samples.Pods, "default").ShouldBe(written);
            await CloseAsync(next);
        }
    }
}
