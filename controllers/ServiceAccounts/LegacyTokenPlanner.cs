using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.ServiceAccounts;

/// <summary>
/// Ends tokens in secrets that a cluster once made by itself for each account and that nobody has used for long: they are marked as void, and a
/// period later they go (k8s.io/kubernetes/pkg/controller/serviceaccount, LegacySATokenCleaner). Secrets that people made stay.
/// </summary>
public static class LegacyTokenPlanner
{
    /// <summary>The label with the day of a token's last use.</summary>
    public const string LastUsed = "kubernetes.io/legacy-token-last-used";

    /// <summary>The label with the day from which on a token is void; taking it away makes the token valid again.</summary>
    public const string InvalidSince = "kubernetes.io/legacy-token-invalid-since";

    /// <summary>What of the ConfigMap says since which day uses are noted.</summary>
    public const string Since = "since";

    private const string DayForm = "yyyy-MM-dd";

    /// <summary>The ConfigMap that says since when the uses of tokens are noted.</summary>
    public static ObjectKey Tracking { get; } = new(Resources.ConfigMaps, "kube-system", "kube-apiserver-legacy-service-account-token-tracking");

    /// <summary>How long a token may go unused, and stays void before it goes.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromDays(365);

    /// <summary>How often to look.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromDays(1);

    /// <summary>The day of a time, as labels say it.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString(DayForm, CultureInfo.InvariantCulture);

    public static bool IsDay(string? text) => DateTime.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Whether the account refers to the secret, as clusters did that made one for each account.</summary>
    public static bool IsGenerated(ServiceAccount account, string secret) => account.Secrets.Any(s => s.Name == secret);

    /// <summary>What has to be written for the secret of an account, if anything.</summary>
    /// <param name="since">The day since which uses are noted; null where nobody knows.</param>
    /// <param name="pods">The pods of the namespace.</param>
    public static ObjectWrite? Plan(Secret secret, ServiceAccount account, string? since, IEnumerable<Pod> pods, DateTimeOffset now)
    {
        if (!IsDay(since) || now < NextDay(since!) + Period) return null;
        var metadata = secret.Metadata;
        if (metadata.DeletionTimestamp is not null || !(metadata.CreationTimestamp < now - Period) || !IsGenerated(account, metadata.Name)) return null;
        var oldest = Day(now - Period);
        if (metadata.Labels.TryGetValue(LastUsed, out var used) && (!IsDay(used) || string.CompareOrdinal(used, oldest) >= 0)) return null;
        if (pods.Any(p => PodReferences.Names(p, "secrets", metadata.Name))) return null;
        var invalid = metadata.Labels.GetValueOrDefault(InvalidSince);
        if (!IsDay(invalid)) return Mark(secret, InvalidSince, now);
        return string.CompareOrdinal(invalid, oldest) >= 0 ? null : ObjectDeletion.Of(Resources.Secrets, secret);
    }

    /// <summary>Labels a secret with the day.</summary>
    public static ObjectPatch Mark(Secret secret, string label, DateTimeOffset now) => ObjectPatch.Of(Resources.Secrets, secret, PatchKind.Merge,
        new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label] = Day(now) } } });

    private static DateTimeOffset NextDay(string day) =>
        DateTimeOffset.ParseExact(day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddDays(1);
}
