using System.Globalization;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Orleans.Kube.Grains;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Streaming;
using Orleans.Kube.Silo.Tables;

namespace Orleans.Kube.Silo.Watching;

/// <summary>watch: the state if it is asked for, then every change that leads on from it.</summary>
public sealed class WatchHandler(IClusterState cluster, ObjectConversion conversion, WatchOptions watching, WatchPacing pacing, ServerLifetime lifetime, TimeProvider time) : IRequestHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var options = ListParameters.Read(request);
        var selection = ObjectSelection.Of(request, options);
        var parameters = WatchParameters.Read(request, options);
        var encoder = new WatchEncoder(request.Definition, parameters.Form, request.IncludeObject(), conversion, time);
        var crowd = pacing.Of(request.Definition.StoredResource);
        var services = new WatchServices(watching, crowd, time, lifetime.Stopping, request.Http.Abort);
        var session = new WatchSession(encoder, selection, request.NamespaceScope, parameters, services);
        var view = StartsFromState(parameters) ? await parameters.Version.ViewAsync(cluster, request.Aborted) : cluster.Current;
        var start = StartsFromState(parameters) ? view.Revision : parameters.Version.Revision;

        crowd.Enter();
        try
        {
            await using var socket = ReadSocket.IsAsked(request.Http) ? await ReadSocket.AcceptAsync(request.Http) : null;
            if (socket is null) await RunAsync(request, parameters, session, view, start);
            else await RunAsync(socket, (output, gone) => WriteAsync(request, parameters, session, view, start, output, gone));
        }
        finally
        {
            crowd.Leave();
        }
    }

    private static bool StartsFromState(WatchParameters parameters) => parameters.SendsState || parameters.Version.Text is "" or "0";

    private async ValueTask RunAsync(ApiRequest request, WatchParameters parameters, WatchSession session, IClusterView view, long start)
    {
        var response = request.Http.Response;
        response.ContentType = parameters.Form.IsProtobuf ? $"{parameters.Form.ContentType};stream=watch" : "application/json";
        await response.StartAsync(request.Aborted);
        await WriteAsync(request, parameters, session, view, start, response.BodyWriter, request.Aborted);
    }

    /// <summary>The same over a WebSocket: each event is a message.</summary>
    private static async Task RunAsync(ReadSocket socket, Func<PipeWriter, CancellationToken, ValueTask> write)
    {
        var pipe = new Pipe();
        var sending = SendAsync(socket, pipe.Reader);
        await write(pipe.Writer, socket.Gone);
        await pipe.Writer.CompleteAsync();
        await sending;
    }

    private static async Task SendAsync(ReadSocket socket, PipeReader lines)
    {
        try
        {
            await socket.SendLinesAsync(lines);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The client is gone; completing the reader ends the watch.
        }

        await lines.CompleteAsync();
    }

    private async ValueTask WriteAsync(
        ApiRequest request, WatchParameters parameters, WatchSession session, IClusterView view, long start, PipeWriter connection, CancellationToken aborted)
    {
        var output = new WatchOutput(connection);
        if (start > view.Revision)
        {
            request.LeaveSeats();
            await output.FlushAsync(aborted);
            if (!await session.ReachAsync(cluster, start, aborted)) return;
        }

        using var cursor = Open(request, start);
        if (cursor is null)
        {
            session.Refuse(output, Failures.Expired(string.Create(CultureInfo.InvariantCulture, $"too old resource version: {start} ({view.Revision})")).Status);
            await output.FlushAsync(aborted);
            return;
        }

        try
        {
            var goesOn = parameters.SendsState ? await session.SendStateAsync(view, request, output) : !(await output.FlushAsync(aborted)).IsCompleted;
            request.LeaveSeats();
            if (goesOn) await session.FollowAsync(cursor, output, aborted);
        }
        catch (StatusException failure)
        {
            session.Refuse(output, failure.Status);
            await output.FlushAsync(aborted);
        }
    }

    /// <summary>A cursor, or null when the changes after the revision are gone.</summary>
    private IChangeCursor? Open(ApiRequest request, long start)
    {
        try
        {
            return cluster.Follow(request.Definition.StoredResource, start);
        }
        catch (RevisionExpiredException)
        {
            return null;
        }
    }
}
