using System.Buffers.Text;
using System.Diagnostics;
using System.Net;

namespace Orleans.Kube.Benchmarks.Api;

/// <summary>A watcher that notes when an event with a given version of the data arrived.</summary>
internal sealed class WatchLoad : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly long[] _arrived;
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WatchLoad(HttpResponseMessage response, int events) => (_response, _arrived) = (response, new long[events]);

    /// <summary>Completes when every event has arrived.</summary>
    public Task Complete => _complete.Task;

    /// <summary>The timestamps of arrival, by the number of the write.</summary>
    public IReadOnlyList<long> Arrived => _arrived;

    public static async Task<WatchLoad> StartAsync(ApiLoad api, string path, int events)
    {
        var watch = new WatchLoad(await api.StartAsync(HttpMethod.Get, path), events);
        _ = watch.ReadAsync();
        return watch;
    }

    public void Dispose() => _response.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            await using var stream = await _response.Content.ReadAsStreamAsync();
            var buffer = new byte[256 * 1024];
            var filled = 0;
            var seen = 0;
            while (seen < _arrived.Length && await stream.ReadAsync(buffer.AsMemory(filled)) is > 0 and var count)
            {
                filled += count;
                var start = 0;
                while (buffer.AsSpan(start, filled - start).IndexOf((byte)'\n') is >= 0 and var length)
                {
                    if (Note(buffer.AsSpan(start, length))) seen++;
                    start += length + 1;
                }

                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                filled -= start;
            }

            _complete.TrySetResult();
        }
        catch (Exception e)
        {
            _complete.TrySetException(e);
        }
    }

    private bool Note(ReadOnlySpan<byte> line)
    {
        var marker = "\"version\":\""u8;
        var at = line.IndexOf(marker);
        if (at < 0 || !Utf8Parser.TryParse(line[(at + marker.Length)..], out int version, out _)) return false;
        if (version < 1 || version > _arrived.Length || _arrived[version - 1] != 0) return false;
        _arrived[version - 1] = Stopwatch.GetTimestamp();
        return true;
    }
}
