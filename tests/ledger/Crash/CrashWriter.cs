using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests.Crash;

/// <summary>A process that creates, replaces and deletes as fast as it can and says each acknowledged write, until it is killed.</summary>
internal static class CrashWriter
{
    public const string Argument = "--crash-writer";
    private const int Writers = 32;
    private const int KeysPerWriter = 8;

    public static async Task<int> RunAsync(string store, string location)
    {
        var options = new LedgerOptions { Store = Enum.Parse<LedgerStore>(store), Location = location, Holder = "victim" };
        await using var ledger = await Ledger.OpenAsync(options, TimeProvider.System, NullLoggerFactory.Instance);
        await ledger.AcquireLeaseAsync();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(ledger, writer))));
        return 1;
    }

    private static async Task WriteAsync(Ledger ledger, int writer)
    {
        var random = new Random(writer);
        while (true)
        {
            var key = Pod($"p{writer}-{random.Next(KeysPerWriter)}");
            var current = ledger.Current.Find(key);
            var write = current is not null && random.Next(10) == 0
                ? Remove(current)
                : new LedgerWrite(Content(key, $"{random.Next()}", size: 1_000), current?.Revision ?? 0);
            try
            {
                if (await ledger.WriteAsync(write) is LedgerResult.Committed committed) Say(committed.Object.Revision, key.Name, write.Kind);
            }
            catch (LedgerUnavailableException)
            {
                // The outcome is not known: nothing is said, and the next turn looks at what is there.
            }
        }
    }

    private static void Say(long revision, string name, WriteKind kind) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{revision} {name} {kind}"));
}
