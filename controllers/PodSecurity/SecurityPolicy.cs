using System.Globalization;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Controllers.PodSecurity;

/// <summary>What a namespace asks of its pods, by its labels (k8s.io/pod-security-admission/api).</summary>
/// <param name="Enforce">Pods against it are refused.</param>
/// <param name="Warn">Who writes pods or templates against it is warned.</param>
public sealed record SecurityPolicy(SecurityStandard Enforce, SecurityStandard Warn)
{
    private const string Prefix = "pod-security.kubernetes.io/";
    private static readonly string[] Levels = ["privileged", "baseline", "restricted"];

    /// <summary>A namespace without labels: everything goes.</summary>
    public static SecurityPolicy None { get; } = new(default, default);

    /// <summary>Whether nothing has to be looked at.</summary>
    public bool AllowsAll => Enforce.Level == SecurityLevel.Privileged && Warn.Level == SecurityLevel.Privileged;

    /// <summary>The policy that the labels of a namespace say, and what is wrong with them. What cannot be read is enforced strictly, and not warned of.</summary>
    public static (SecurityPolicy Policy, IReadOnlyList<FieldError> Errors) Of(IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count == 0 || !labels.Keys.Any(static k => k.StartsWith(Prefix, StringComparison.Ordinal))) return (None, []);
        var errors = new List<FieldError>();
        var (enforced, isEnforced) = Level("enforce", SecurityLevel.Restricted);
        var enforce = new SecurityStandard(enforced, Version("enforce-version"));
        Level("audit", SecurityLevel.Privileged);
        Version("audit-version");
        var (warned, _) = Level("warn", SecurityLevel.Privileged);
        var warn = new SecurityStandard(warned, Version("warn-version"));
        if (isEnforced && !labels.ContainsKey(Prefix + "warn") && enforce.Level > warn.Level)
            warn = new SecurityStandard(enforce.Level, labels.ContainsKey(Prefix + "warn-version") ? warn.Minor : enforce.Minor);
        return (new SecurityPolicy(enforce, warn), errors);

        (SecurityLevel Level, bool IsSet) Level(string mode, SecurityLevel otherwise)
        {
            if (!labels.TryGetValue(Prefix + mode, out var text)) return (SecurityLevel.Privileged, false);
            if (Array.IndexOf(Levels, text) is >= 0 and var level) return ((SecurityLevel)level, true);
            errors.Add(FieldError.Invalid($"metadata.labels[{Prefix}{mode}]", text, $"must be one of {string.Join(", ", Levels)}"));
            return (otherwise, false);
        }

        int? Version(string mode)
        {
            if (!labels.TryGetValue(Prefix + mode, out var text) || text == "latest") return null;
            if (text.StartsWith("v1.", StringComparison.Ordinal) && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                && text == string.Create(CultureInfo.InvariantCulture, $"v1.{minor}")) return minor;
            errors.Add(FieldError.Invalid($"metadata.labels[{Prefix}{mode}]", text, "must be \"latest\" or \"v1.x\""));
            return null;
        }
    }
}
