using System.Globalization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Tables;

namespace Orleans.Kube.Silo.Watching;

/// <summary>watch: the state if it is asked for, then every change that leads on from it.</summary>
public sealed class WatchHandler(IClusterState cluster, WatchOptions options, WatchPacing pacing, ServerLifetime lifetime, TimeProvider time) : IRequestHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var parameters = WatchParameters.Read(request);
        var selection = ObjectSelection.Of(request);
        var encoder = new WatchEncoder(request.Definition, parameters.Form, request.IncludeObject(), time);
        var services = new WatchServices(options, pacing, time, lifetime.Stopping, request.Http.Abort);
        var session = new WatchSession(encoder, selection, request.NamespaceScope, parameters, services);
        var view = await parameters.Version.ViewAsync(cluster, request.Aborted);
        var start = StartsFromState(parameters) ? view.Revision : parameters.Version.Revision;

        pacing.Enter();
        try
        {
            await RunAsync(request, parameters, session, view, start);
        }
        finally
        {
            pacing.Leave();
        }
    }

    private static bool StartsFromState(WatchParameters parameters) => parameters.SendsState || parameters.Version.Text is "" or "0";

    private async ValueTask RunAsync(ApiRequest request, WatchParameters parameters, WatchSession session, IClusterView view, long start)
    {
        var response = request.Http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache, private";
        var output = response.BodyWriter;
        using var cursor = Open(request, start);
        await response.StartAsync(request.Aborted);
        if (cursor is null)
        {
            WatchEncoder.WriteError(output, Failures.Expired(string.Create(CultureInfo.InvariantCulture, $"too old resource version: {start} ({view.Revision})")).Status);
            await output.FlushAsync(request.Aborted);
            return;
        }

        var goesOn = parameters.SendsState ? await session.SendStateAsync(view, request, output) : !(await output.FlushAsync(request.Aborted)).IsCompleted;
        if (goesOn) await session.FollowAsync(cursor, output, request.Aborted);
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
