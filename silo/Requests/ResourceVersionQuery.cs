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

    /// <summary>The version that a get asks for.</summary>
    /// <exception cref="StatusException">400: it is no number.</exception>
    public static ResourceVersionQuery OfGet(ApiRequest request) => Of(request.Query("resourceVersion") ?? "", "", "");

    /// <summary>The version that a list asks for.</summary>
    /// <exception cref="StatusException">400: it is no number.</exception>
    public static ResourceVersionQuery OfList(ListParameters parameters) => Of(parameters.Version, parameters.Match, "invalid resource version: ");

    /// <summary>The version that a watch starts from.</summary>
    /// <exception cref="StatusException">400: it is no number.</exception>
    public static ResourceVersionQuery OfWatch(ListParameters parameters) => Of(parameters.Version, parameters.Match, "");

    private static ResourceVersionQuery Of(string text, string match, string prefix)
    {
        if (text.Length == 0) return new ResourceVersionQuery(text, 0, match);
        if (GoNumber.Problem(text, isSigned: false) is { } problem)
            throw Failures.BadRequest($"{prefix}resourceVersion: Invalid value: {GoText.Quote(text)}: strconv.ParseUint: parsing {GoText.Quote(text)}: {problem}");
        return new ResourceVersionQuery(text, long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : long.MaxValue, match);
    }

    /// <summary>A snapshot that is fresh enough.</summary>
    /// <exception cref="StatusException">504: the revision lies in the future.</exception>
    public ValueTask<IClusterView> ViewAsync(IClusterState cluster, CancellationToken cancellationToken) => Text switch
    {
        "" => cluster.LatestAsync(cancellationToken),
        "0" => new ValueTask<IClusterView>(cluster.Current),
        _ => AtLeastAsync(cluster, Revision, cancellationToken),
    };

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
