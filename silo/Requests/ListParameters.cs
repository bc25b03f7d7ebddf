using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Silo.Requests;

/// <summary>
/// The query of a list, a watch or the deletion of a collection (Kubernetes' ListOptions). What does not parse is refused first, one thing at a time in the order of the
/// fields; then all that the values forbid each other is said at once.
/// </summary>
/// <param name="Version">The resourceVersion as it is written; whether it is a number is found out when it is used.</param>
/// <param name="Match">The resourceVersionMatch: empty, <c>Exact</c> or <c>NotOlderThan</c>.</param>
/// <param name="TimeoutSeconds">When a watch ends; 0 for the server's choice.</param>
/// <param name="Limit">How many objects a page holds; 0 for all.</param>
/// <param name="Continue">The token that a list goes on with, or empty.</param>
/// <param name="InitialEvents">Whether a watch begins with the state, if that is said.</param>
/// <param name="Labels">Which labels the objects have.</param>
/// <param name="Fields">Which fields the objects have.</param>
public sealed record ListParameters(
    string Version, string Match, long TimeoutSeconds, long Limit, string Continue, bool? InitialEvents, LabelQuery Labels, FieldQuery Fields)
{
    private const string Exact = "Exact";
    private const string NotOlderThan = "NotOlderThan";
    private const string OfMatch = "resourceVersionMatch";

    /// <exception cref="StatusException">400: a value does not parse; 422: the values are none that go together.</exception>
    public static ListParameters Read(ApiRequest request)
    {
        var (timeout, limit) = (request.Number("timeoutSeconds") ?? 0, request.Number("limit") ?? 0);
        var parameters = new ListParameters(
            request.Query("resourceVersion") ?? "", request.Query(OfMatch) ?? "", timeout, Math.Max(0, limit), request.Query("continue") ?? "",
            request.Query("sendInitialEvents") is { } initial ? QueryFlag.IsSet(initial) : null,
            LabelQuery.Parse(request.Query("labelSelector") ?? ""), FieldQuery.Parse(request.Query("fieldSelector") ?? ""));
        var problems = request.Flag("watch") ? parameters.OfWatch() : parameters.OfList();
        return problems.ToArray() is { Length: > 0 } errors ? throw Failures.Invalid("meta.k8s.io", "ListOptions", "", errors) : parameters;
    }

    private IEnumerable<FieldError> OfList()
    {
        if (Match.Length > 0)
        {
            if (Version.Length == 0) yield return Forbidden(OfMatch, "resourceVersionMatch is forbidden unless resourceVersion is provided");
            if (Continue.Length > 0) yield return Forbidden(OfMatch, "resourceVersionMatch is forbidden when continue is provided");
            if (Match is not (Exact or NotOlderThan)) yield return FieldError.NotSupported(OfMatch, Match, [Exact, NotOlderThan, ""]);
            if (Match == Exact && Version == "0") yield return Forbidden(OfMatch, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }

        if (InitialEvents is not null) yield return Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
    }

    private IEnumerable<FieldError> OfWatch()
    {
        if (InitialEvents is not null && Match != NotOlderThan) yield return Forbidden(OfMatch, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        if (Match.Length == 0) yield break;
        if (InitialEvents is null) yield return Forbidden(OfMatch, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        if (Match != NotOlderThan) yield return FieldError.NotSupported(OfMatch, Match, [NotOlderThan]);
        if (Continue.Length > 0) yield return Forbidden(OfMatch, "resourceVersionMatch is forbidden when continue is provided");
    }

    private static FieldError Forbidden(string field, string why) => FieldError.Forbidden(field, why);
}
