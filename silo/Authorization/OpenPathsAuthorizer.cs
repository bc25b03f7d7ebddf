using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>
/// The paths that everyone may read: health, version and the dashboard's files for anybody, discovery and API documentation for any user, and questions about
/// oneself.
/// </summary>
public sealed class OpenPathsAuthorizer : IAuthorizer
{
    private static readonly string[] Public = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    // The files of a page, in which nothing is the cluster's: no rule of the API speaks of them.
    private const string Dashboard = "/dashboard";
    private static readonly string[] Discovery = ["/api", "/apis", "/openapi"];

    public AccessVerdict Judge(in AccessQuestion question)
    {
        if (question.IsResource || question.Verb is not ("get" or "head")) return AccessVerdict.NoOpinion();
        if (IsAtOrBelow(question.Path, Dashboard)) return AccessVerdict.Allow("");
        if (Public.Contains(question.Path)) return AccessVerdict.Allow("");
        if (question.User.Username == "system:anonymous") return AccessVerdict.NoOpinion();
        foreach (var path in Discovery)
            if (IsAtOrBelow(question.Path, path)) return AccessVerdict.Allow("");
        return AccessVerdict.NoOpinion();
    }

    /// <summary>The roles that everyone has tell of these paths already.</summary>
    public void CollectRules(UserInfo user, string @namespace, RuleCollection rules)
    {
    }

    private static bool IsAtOrBelow(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/');
}
