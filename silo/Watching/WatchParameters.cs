using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;
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

    /// <exception cref="StatusException">The parameters are malformed or contradict each other.</exception>
    public static WatchParameters Read(ApiRequest request)
    {
        var form = ContentNegotiation.Choose(request.Http.Request, static s => s != AnswerShape.AggregatedDiscovery);
        if (form.IsYaml || (form.IsProtobuf && (ReadSocket.IsAsked(request.Http) || !JsonProtobuf.Writes(request.Definition))))
            throw Failures.NotAcceptable("application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch");
        bool? initial = request.Query("sendInitialEvents") is null ? null : request.Flag("sendInitialEvents");
        var version = ReadVersion(request, initial);
        var bookmarks = request.Flag("allowWatchBookmarks");
        if (initial == true && !bookmarks)
            throw ResourceVersionQuery.Invalid(FieldError.Forbidden("allowWatchBookmarks", "allowWatchBookmarks must be set to true when sendInitialEvents is true"));
        var seconds = request.Number("timeoutSeconds") ?? 0;
        _ = request.Number("limit");
        var timeout = seconds != 0 ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue / 1000)) : ShortestDefault * (1 + Random.Shared.NextDouble());
        return new WatchParameters(version, initial ?? version.Text is "" or "0", initial == true, bookmarks, timeout, form);
    }

    private static ResourceVersionQuery ReadVersion(ApiRequest request, bool? initial)
    {
        var version = ResourceVersionQuery.Read(request);
        if (initial is null && version.Match.Length > 0)
            throw ResourceVersionQuery.Invalid(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (initial is null) return version;
        if (version.Match.Length == 0)
            throw ResourceVersionQuery.Invalid(FieldError.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        if (version.IsExact)
            throw ResourceVersionQuery.Invalid(FieldError.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        return version;
    }
}
