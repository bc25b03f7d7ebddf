using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Watching;

/// <summary>
/// One watcher: copies the changes that concern it from the shared feed to its connection. It holds no events of its own; when its reader
/// stalls it waits, and when the feed has gone on too far meanwhile it is told to start again (410).
/// </summary>
internal sealed class WatchSession(WatchEncoder encoder, ObjectSelection selection, string? scope, WatchParameters parameters, WatchServices services)
{
    private const int FlushEvery = 64 * 1024;
    private readonly long _end = services.Time.GetTimestamp() + (long)(parameters.Timeout.TotalSeconds * services.Time.TimestampFrequency);

    /// <summary>Sends the objects of a snapshot as ADDED events.</summary>
    /// <returns>False when the reader is gone.</returns>
    public async ValueTask<bool> SendStateAsync(IClusterView view, ApiRequest request, WatchOutput output)
    {
        foreach (var stored in view.List(request.Definition.StoredResource, scope))
        {
            var value = selection.ReadsVersion && selection.SelectsHeader(stored) ? await encoder.InVersionAsync(stored) : stored;
            if (!selection.Selects(value)) continue;
            await encoder.WriteAsync(output, new WatchEvent(WatchEventType.Added, value));
            if (output.UnflushedBytes >= FlushEvery && !await FlushAsync(output)) return false;
        }

        if (parameters.MarksStateEnd) encoder.WriteBookmark(output, view.Revision, endsState: true);
        return await FlushAsync(output);
    }

    /// <summary>Says why the watch ends.</summary>
    public void Refuse(WatchOutput output, Status status) => encoder.WriteError(output, status);

    /// <summary>Waits for the revision from which the watch starts, where that is still to come.</summary>
    /// <returns>False when the watch is over before.</returns>
    public async ValueTask<bool> ReachAsync(IClusterState cluster, long revision, CancellationToken aborted)
    {
        using var over = new CancellationTokenSource(UntilEnd(), services.Time);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(over.Token, aborted, services.Stopping);
        try
        {
            await cluster.AtLeastAsync(revision, given.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Follows the feed until the reader leaves, the time is over or the server stops.</summary>
    public async ValueTask FollowAsync(IChangeCursor cursor, WatchOutput output, CancellationToken aborted)
    {
        while (!aborted.IsCancellationRequested)
        {
            using var turn = new CancellationTokenSource(UntilNextBookmark(), services.Time);
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(turn.Token, aborted, services.Stopping);
            try
            {
                if (!await CopyAsync(cursor, output, wake.Token)) return;
            }
            catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
            {
                if (parameters.SendsBookmarks) encoder.WriteBookmark(output, cursor.Position, endsState: false);
                if (!await FlushAsync(output) || services.Stopping.IsCancellationRequested || IsOver()) return;
            }
            catch (RevisionExpiredException expired)
            {
                encoder.WriteError(output, Failures.Expired(expired.Message).Status);
                await FlushAsync(output);
                return;
            }
        }
    }

    /// <summary>Copies changes as they come. Ends by cancellation, or with false when the reader is gone.</summary>
    private async ValueTask<bool> CopyAsync(IChangeCursor cursor, WatchOutput output, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (cursor.TryRead(out var change))
            {
                if (scope is not null && change.Key.Namespace != scope) continue;
                if (WatchEvent.Of(selection.ReadsVersion ? await encoder.InVersionAsync(change) : change, selection) is { } told) await encoder.WriteAsync(output, told);
                if (output.UnflushedBytes >= FlushEvery && !await FlushAsync(output)) return false;
            }

            if (output.UnflushedBytes > 0 && !await FlushAsync(output)) return false;
            var looked = services.Time.GetTimestamp();
            await cursor.WaitAsync(cancellationToken);
            await services.Crowd.TurnAsync(looked);
        }
    }

    private async ValueTask<bool> FlushAsync(WatchOutput output)
    {
        var flush = output.FlushAsync(CancellationToken.None);
        if (flush.IsCompleted) return !(await flush).IsCompleted;
        try
        {
            return !(await flush.AsTask().WaitAsync(services.Options.SlowReaderPatience, services.Time)).IsCompleted;
        }
        catch (TimeoutException)
        {
            services.Abort();
            return false;
        }
    }

    private TimeSpan UntilNextBookmark()
    {
        var left = UntilEnd();
        return parameters.SendsBookmarks && services.Options.BookmarkEvery < left ? services.Options.BookmarkEvery : left;
    }

    private TimeSpan UntilEnd() => TimeSpan.FromSeconds(Math.Max(0, (_end - services.Time.GetTimestamp()) / (double)services.Time.TimestampFrequency));

    private bool IsOver() => services.Time.GetTimestamp() >= _end;
}
