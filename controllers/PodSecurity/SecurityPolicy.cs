using System.Globalization;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Controllers.PodSecurity;

/// <summary>What is asked of the pods of a namespace, by its labels and the cluster's defaults (k8s.io/pod-security-admission/api).</summary>
/// <param name="Enforce">Pods against it are refused.</param>
/// <param name="Audit">Pods and templates against it are noted by those who keep an audit log.</param>
/// <param name="Warn">Who writes pods or templates against it is warned.</param>
public sealed record SecurityPolicy(SecurityStandard Enforce, SecurityStandard Audit, SecurityStandard Warn)
{
    private const string Prefix = "pod-security.kubernetes.io/";
    private static readonly string[] Levels = ["privileged", "baseline", "restricted"];

    /// <summary>Everything goes.</summary>
    public static SecurityPolicy None { get; } = new(default, default, default);

    /// <summary>Whether nothing is asked.</summary>
    public bool AllowsAll => Enforce.Level == SecurityLevel.Privileged && Audit.Level == SecurityLevel.Privileged && Warn.Level == SecurityLevel.Privileged;

    /// <summary>Whether the two ask for the same, whatever version a standard is of that asks for nothing.</summary>
    public bool AsksAs(SecurityPolicy other) => Enforce.AsksAs(other.Enforce) && Audit.AsksAs(other.Audit) && Warn.AsksAs(other.Warn);

    /// <summary>What the labels of a namespace themselves ask for, as <c>enforce=baseline:latest, warn=restricted:latest</c>.</summary>
    public string Asked(IReadOnlyDictionary<string, string> labels)
    {
        (string Mode, SecurityStandard Standard)[] modes = [("enforce", Enforce), ("audit", Audit), ("warn", Warn)];
        return string.Join(", ", modes.Where(m => m.Standard.Level != SecurityLevel.Privileged && (labels.ContainsKey(Prefix + m.Mode) || labels.ContainsKey($"{Prefix}{m.Mode}-version")))
            .Select(static m => $"{m.Mode}={m.Standard}"));
    }

    /// <summary>
    /// The policy that the labels of a namespace say, over the cluster's defaults, and what is wrong with them. What cannot be read is enforced strictly, and not warned of.
    /// </summary>
    public static (SecurityPolicy Policy, IReadOnlyList<FieldError> Errors) Of(IReadOnlyDictionary<string, string> labels, SecurityPolicy defaults)
    {
        if (labels.Count == 0 || !labels.Keys.Any(static k => k.StartsWith(Prefix, StringComparison.Ordinal))) return (defaults, []);
        var errors = new List<FieldError>();
        var (enforced, isEnforced) = Level("enforce", defaults.Enforce.Level, SecurityLevel.Restricted);
        var enforce = new SecurityStandard(enforced, Version("enforce-version", defaults.Enforce.Minor));
        var audit = new SecurityStandard(Level("audit", defaults.Audit.Level, SecurityLevel.Privileged).Level, Version("audit-version", defaults.Audit.Minor));
        var warn = new SecurityStandard(Level("warn", defaults.Warn.Level, SecurityLevel.Privileged).Level, Version("warn-version", defaults.Warn.Minor));
        if (isEnforced && !labels.ContainsKey(Prefix + "warn") && enforce.Level > warn.Level)
            warn = new SecurityStandard(enforce.Level, labels.ContainsKey(Prefix + "warn-version") ? warn.Minor : enforce.Minor);
        return (new SecurityPolicy(enforce, audit, warn), errors);

        (SecurityLevel Level, bool IsRead) Level(string mode, SecurityLevel unset, SecurityLevel unread)
        {
            if (!labels.TryGetValue(Prefix + mode, out var text)) return (unset, false);
            if (TryParseLevel(text, out var level)) return (level, true);
            errors.Add(FieldError.Invalid($"metadata.labels[{Prefix}{mode}]", text, NoLevel));
            return (unread, false);
        }

        int? Version(string mode, int? unset)
        {
            if (!labels.TryGetValue(Prefix + mode, out var text)) return unset;
            if (TryParseVersion(text, out var minor)) return minor;
            errors.Add(FieldError.Invalid($"metadata.labels[{Prefix}{mode}]", text, NoVersion));
            return null;
        }
    }

    /// <summary>What is said of a text that names no level.</summary>
    public static string NoLevel { get; } = $"must be one of {string.Join(", ", Levels)}";

    /// <summary>What is said of a text that names no version.</summary>
    public const string NoVersion = "must be \"latest\" or \"v1.x\"";

    public static bool TryParseLevel(string text, out SecurityLevel level)
    {
        var index = Array.IndexOf(Levels, text);
        level = (SecurityLevel)Math.Max(index, 0);
        return index >= 0;
    }

    /// <param name="minor">The minor version; null for the latest.</param>
    public static bool TryParseVersion(string text, out int? minor)
    {
        minor = null;
        if (text == "latest") return true;
        if (!text.StartsWith("v1.", StringComparison.Ordinal) || !int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || text != string.Create(CultureInfo.InvariantCulture, $"v1.{number}")) return false;
        minor = number;
        return true;
    }
}
