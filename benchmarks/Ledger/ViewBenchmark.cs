using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Ledger;
using Orleans.Kube.Model;

namespace Orleans.Kube.Benchmarks.Ledger;

/// <summary>Reads from memory, with as many pods as Kubernetes supports.</summary>
internal static class ViewBenchmark
{
    private static readonly GroupResource Pods = new("", "pods");

    public static void Run(BenchmarkContext context) => RunAsync(context).GetAwaiter().GetResult();

    private static async Task RunAsync(BenchmarkContext context)
    {
        var folder = Directory.CreateTempSubdirectory("ledger-bench-");
        var options = new LedgerOptions { Store = LedgerStore.Sqlite, Location = Path.Combine(folder.FullName, "ledger.db"), Durable = false };
        var count = context.IsQuick ? 20_000 : 150_000;
        await using (var ledger = await OpenAsync(options)) await FillAsync(ledger, count);
        var started = Stopwatch.GetTimestamp();
        await using var loaded = await OpenAsync(options);
        context.Report($"open with {count:N0} pods", Milliseconds(Stopwatch.GetElapsedTime(started)), "", "");
        GC.Collect();
        context.Report("  memory: heap after it", $"{GC.GetTotalMemory(true) >> 20} MiB, resident {Environment.WorkingSet >> 20} MiB", "", "<= 1,500 MiB");
        var view = loaded.Current;
        context.Report("list 2,000 pods of a namespace", Microseconds(200, () => view.List(Pods, "ns-7").Take(2_000).Count() as object), "", "~ 20 us");
        context.Report("find a pod", Microseconds(100_000, () => view.Find(new(Pods, "ns-7", "p-100007"))), "", "");
        context.Report("count a namespace", Microseconds(100_000, () => view.Count(Pods, "ns-7") as object), "", "");
        folder.Delete(recursive: true);
    }

    private static async Task<Orleans.Kube.Ledger.Ledger> OpenAsync(LedgerOptions options)
    {
        var ledger = await Orleans.Kube.Ledger.Ledger.OpenAsync(options, TimeProvider.System, NullLoggerFactory.Instance);
        await ledger.AcquireLeaseAsync();
        return ledger;
    }

    private static async Task FillAsync(Orleans.Kube.Ledger.Ledger ledger, int count)
    {
        foreach (var chunk in Enumerable.Range(0, count).Chunk(2_000))
            await Task.WhenAll(chunk.Select(i => ledger.WriteAsync(new(LedgerBenchmark.Content(new(Pods, $"ns-{i % 50}", $"p-{i}")), 0)).AsTask()));
    }

    private static string Microseconds(int times, Func<object?> action)
    {
        for (var i = 0; i < times; i++) action();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) action();
        return (Stopwatch.GetElapsedTime(started).TotalMicroseconds / times).ToString("0.00", CultureInfo.InvariantCulture) + " us";
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture) + " ms";
}
