using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Ledger;
using Orleans.Kube.Ledger.Tests;
using Orleans.Kube.Model;

namespace Orleans.Kube.Benchmarks.Ledger;

/// <summary>Durable writes of 1.5 kB objects, and reading many from memory.</summary>
public sealed class LedgerBenchmark : IBenchmark
{
    private const int Writers = 256;
    private static readonly GroupResource Pods = new("", "pods");

    /// <inheritdoc/>
    public string Name => "ledger";

    /// <inheritdoc/>
    public string Summary => "durable writes on SQLite and PostgreSQL, the view and the feed in memory";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context)
    {
        var only = context.Arguments.FirstOrDefault(argument => !argument.StartsWith('-'));
        if (only is null or "sqlite") await SqliteAsync(context);
        if (only is null or "postgresql") await PostgreSqlAsync(context);
        if (only is null or "view") ViewBenchmark.Run(context);
    }

    private static async Task SqliteAsync(BenchmarkContext context)
    {
        var folder = Directory.CreateTempSubdirectory("ledger-bench-");
        var options = new LedgerOptions { Store = LedgerStore.Sqlite, Location = Path.Combine(folder.FullName, "ledger.db") };
        await MeasureAsync(context, options);
        folder.Delete(recursive: true);
    }

    private static async Task PostgreSqlAsync(BenchmarkContext context)
    {
        await using var server = new PostgreSqlServer();
        await server.CreateAsync();
        await MeasureAsync(context, new() { Store = LedgerStore.PostgreSql, Location = await server.CreateSchemaAsync() });
    }

    private static async Task MeasureAsync(BenchmarkContext context, LedgerOptions options)
    {
        await using var ledger = await Orleans.Kube.Ledger.Ledger.OpenAsync(options, TimeProvider.System, NullLoggerFactory.Instance);
        await ledger.AcquireLeaseAsync();
        var length = TimeSpan.FromSeconds(context.IsQuick ? 2 : 6);
        await LoadAsync(ledger, Writers, length / 2, "warm");
        var alone = await LoadAsync(ledger, 1, length / 2, "alone");
        context.Report($"{ledger.Database}: creates, 1 writer", $"{alone.Rate}, {alone.Latency}", "etcd 583/s", "p50 < 0.5 ms");
        var many = await LoadAsync(ledger, Writers, length, "many");
        context.Report($"{ledger.Database}: creates, {Writers} writers", $"{many.Rate}, {many.Latency}", "", ">= 20,000/s, p99 <= 25 ms");
        var replaced = await ReplaceAsync(ledger, length);
        context.Report($"{ledger.Database}: replacements, {Writers} writers", $"{replaced.Rate}, {replaced.Latency}");
    }

    private static Task<(string Rate, string Latency)> LoadAsync(Orleans.Kube.Ledger.Ledger ledger, int writers, TimeSpan length, string prefix) =>
        MeasureAsync(writers, length, async (writer, index) =>
        {
            var key = new ObjectKey(Pods, $"ns-{writer % 20}", $"{prefix}-{writer}-{index}");
            await ledger.WriteAsync(new(Content(key), 0));
        });

    private static Task<(string Rate, string Latency)> ReplaceAsync(Orleans.Kube.Ledger.Ledger ledger, TimeSpan length)
    {
        var revisions = new long[Writers];
        return MeasureAsync(Writers, length, async (writer, _) =>
        {
            var key = new ObjectKey(Pods, $"ns-{writer % 20}", $"replaced-{writer}");
            var result = await ledger.WriteAsync(new(Content(key), revisions[writer]));
            revisions[writer] = ((LedgerResult.Committed)result).Object.Revision;
        });
    }

    private static async Task<(string Rate, string Latency)> MeasureAsync(int writers, TimeSpan length, Func<int, int, Task> write)
    {
        var clock = Stopwatch.StartNew();
        var running = Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            List<double> latencies = [];
            while (clock.Elapsed < length)
            {
                var started = Stopwatch.GetTimestamp();
                await write(writer, latencies.Count);
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return latencies;
        }));
        double[] all = [.. (await Task.WhenAll(running)).SelectMany(latencies => latencies).Order()];
        var text = string.Create(CultureInfo.InvariantCulture, $"p50 {all[all.Length / 2]:0.00} ms, p99 {all[all.Length * 99 / 100]:0.00} ms");
        return (BenchmarkContext.PerSecond(all.Length, clock.Elapsed), text);
    }

    /// <summary>A pod of 1.5 kB. Made without a string, so that the load generator leaves as little behind as it can: its garbage is collected on the ledger's time.</summary>
    internal static ApiObject Content(ObjectKey key) => ApiObject.FromJson(
        key, 0, [.. Start, .. Encoding.UTF8.GetBytes(key.Name), .. "\",\"namespace\":\""u8, .. Encoding.UTF8.GetBytes(key.Namespace), .. End]);

    private static ReadOnlySpan<byte> Start => "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\""u8;

    private static readonly byte[] End = Encoding.UTF8.GetBytes($$$"""
        ","labels":{"app":"bench"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"00000000-0000-0000-0000-000000000001","controller":true}]},"spec":{"text":"{{{new string('x', 1_200)}}}"}}
        """);
}
