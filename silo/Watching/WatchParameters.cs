using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Protobuf;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Watching;

/// <summary>What a watch is asked to do.</summary>
/// <param name="Version">Where it starts.</param>
/// <param name="SendsState">Whether it starts with the present objects as ADDED events.</param>
/// <param name="MarksStateEnd">Whether a bookmark says when those are complete (sendInitialEvents=true).</param>
/// <param name="SendsBookmarks">Whether bookmarks tell from time to time how far the watch has come.</param>
/// <param name="Timeout">When the server ends it.</param>
/// <param name="Form">What the events carry.</param>
public sealed record WatchParameters(
    ResourceVersionQuery Version, bool SendsState, bool MarksStateEnd, bool SendsBookmarks, TimeSpan Timeout, AcceptedForm Form)
{
    private static readonly TimeSpan ShortestDefault = TimeSpan.FromMinutes(30);

    /// <exception cref="StatusException">The client accepts no stream, or the version is no number.</exception>
    public static WatchParameters Read(ApiRequest request, ListParameters parameters)
    {
        var form = ContentNegotiation.Choose(request.Http.Request, static f => f.Shape != AnswerShape.AggregatedDiscovery);
        if (form.IsYaml || (form.IsProtobuf && (ReadSocket.IsAsked(request.Http) || !JsonProtobuf.Writes(request.Definition))))
            throw Failures.NotAcceptable("application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch");
        var version = ResourceVersionQuery.OfWatch(parameters);
        var bookmarks = request.Flag("allowWatchBookmarks");
        var seconds = parameters.TimeoutSeconds;
        var timeout = seconds != 0 ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue / 1000)) : ShortestDefault * (1 + Random.Shared.NextDouble());
        var initial = parameters.InitialEvents;
        return new WatchParameters(version, initial ?? version.Text is "" or "0", initial == true && bookmarks, bookmarks, timeout, form);
    }
}
