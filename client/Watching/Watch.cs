using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>A watch that outlives its connections. The place it has reached is the last resourceVersion seen, bookmarks included.</summary>
internal sealed class Watch<TObject>(ResourceClient<TObject> resource, ListOptions options) where TObject : KubeObject
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly KubeClientOptions _settings = resource.Client.Options;
    private string? _resourceVersion = options.ResourceVersion;

    public async IAsyncEnumerable<WatchEvent<TObject>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            await using var connection = ConnectionAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(connection, cancellationToken))
            {
                failures = 0;
                if (connection.Current.Object.Metadata.ResourceVersion is { Length: > 0 } version) _resourceVersion = version;
                yield return connection.Current;
            }

            await _settings.BackOff.WaitAsync(++failures, _settings.TimeProvider, cancellationToken);
        }
    }

    /// <summary>False when the connection has ended, in whatever way that another connection may cure.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<WatchEvent<TObject>> connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.MoveNextAsync();
        }
        catch (Exception e) when (IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static bool IsTransient(Exception e) => e switch
    {
        StatusException status => status.Code is 429 or >= 500,
        HttpRequestException or IOException => true,
        _ => false,
    };

    private async IAsyncEnumerable<WatchEvent<TObject>> ConnectionAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = (options with { ResourceVersion = _resourceVersion }).AddTo(resource.Route.Collection(resource.Namespace))
            .Query("watch", true).Query("allowWatchBookmarks", true).Query("timeoutSeconds", (long)_settings.WatchTimeout.TotalSeconds);
        using var response = await resource.Client.SendAsync(HttpMethod.Get, path.ToString(), null, Json, cancellationToken);
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        try
        {
            for (var ended = false; !ended;)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var (buffer, events) = (read.Buffer, new List<WatchEvent<TObject>>());
                while (TryTakeLine(ref buffer, out var line))
                    if (line.Length > 1) events.Add(WatchFrame.Read<TObject>(line));
                ended = read.IsCompleted;
                reader.AdvanceTo(buffer.Start, buffer.End);
                foreach (var item in events) yield return item with { Object = resource.Typed(item.Object) };
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is not { } end) return false;
        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }
}
