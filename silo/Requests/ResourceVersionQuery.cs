using System.Globalization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Requests;

/// <summary>
/// How fresh the state must be that answers a read (Kubernetes' resourceVersion and resourceVersionMatch): without a version the latest,
/// with <c>0</c> whatever is at hand, otherwise at least or exactly that revision.
/// </summary>
public readonly record struct ResourceVersionQuery(string Text, long Revision, string Match)
{
    /// <summary>How long a read waits for a revision that this silo has not seen yet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public bool IsUnset => Text.Length == 0;

    public bool IsExact => Match == "Exact";

    /// <exception cref="StatusException">400 or 422: the values make no sense, alone or together.</exception>
    public static ResourceVersionQuery Read(ApiRequest request)
    {
        var text = request.Query("resourceVersion") ?? "";
        var match = request.Query("resourceVersionMatch") ?? "";
        var revision = Parse(text, isList: request.Info.Verb == "list");
        if (match.Length == 0) return new ResourceVersionQuery(text, revision, match);
        if (match is not ("Exact" or "NotOlderThan"))
            throw Invalid(FieldError.NotSupported("resourceVersionMatch", match, ["Exact", "NotOlderThan", ""]));
        if (match == "Exact" && text == "0")
            throw Invalid(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        return new ResourceVersionQuery(text, revision, match);
    }

    /// <summary>A revision from its text; 0 for none.</summary>
    /// <exception cref="StatusException">400: it is not a number.</exception>
    private static long Parse(string text, bool isList)
    {
        if (text.Length == 0) return 0;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return revision;
        var problem = $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax";
        throw Failures.BadRequest(isList ? $"invalid resource version: {problem}" : problem);
    }

    /// <summary>A snapshot that is fresh enough.</summary>
    /// <exception cref="StatusException">504: the revision lies in the future.</exception>
    public ValueTask<IClusterView> ViewAsync(IClusterState cluster, CancellationToken cancellationToken) => Text switch
    {
        "" => cluster.LatestAsync(cancellationToken),
        "0" => new ValueTask<IClusterView>(cluster.Current),
        _ => AtLeastAsync(cluster, Revision, cancellationToken),
    };

    public static StatusException Invalid(FieldError error) => Failures.Invalid("meta.k8s.io", "ListOptions", "", [error]);

    private static async ValueTask<IClusterView> AtLeastAsync(IClusterState cluster, long revision, CancellationToken cancellationToken)
    {
        var current = cluster.Current;
        if (current.Revision >= revision) return current;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await cluster.AtLeastAsync(revision, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLarge(revision, cluster.Current.Revision);
        }
    }

    private static StatusException TooLarge(long asked, long current) => new(new Status
    {
        ApiVersion = "v1", Kind = "Status", StatusValue = "Failure", Code = 504, Reason = StatusReason.Timeout,
        Message = $"Timeout: Too large resource version: {asked}, current: {current}",
        Details = new StatusDetails
        {
            RetryAfterSeconds = 1,
            Causes = [new StatusCause { Reason = CauseType.ResourceVersionTooLarge, Message = "Too large resource version" }],
        },
    });
}
