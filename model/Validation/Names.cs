namespace Orleans.Kube.Model.Validation;

/// <summary>Kubernetes' rules for names, each returning the messages of what is wrong (k8s.io/apimachinery/pkg/util/validation).</summary>
public static partial class Names
{
    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";

    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";

    private const string Rfc1035Rule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";

    /// <summary>Names of most objects: at most 253 characters. A prefix (generateName) may end in a dash.</summary>
    public static IEnumerable<string> DnsSubdomain(string name, bool isPrefix = false)
    {
        name = Completed(name, isPrefix);
        if (name.Length > 253) yield return "must be no more than 253 characters";
        if (!SubdomainPattern().IsMatch(name))
            yield return $"{SubdomainRule} (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    }

    /// <summary>Names of namespaces, containers and volumes: at most 63 characters.</summary>
    public static IEnumerable<string> DnsLabel(string name, bool isPrefix = false)
    {
        name = Completed(name, isPrefix);
        if (name.Length > 63) yield return "must be no more than 63 characters";
        if (!LabelPattern().IsMatch(name))
            yield return $"{LabelRule} (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    }

    /// <summary>Names of services: at most 63 characters, starting with a letter.</summary>
    public static IEnumerable<string> Dns1035Label(string name, bool isPrefix = false)
    {
        name = Completed(name, isPrefix);
        if (name.Length > 63) yield return "must be no more than 63 characters";
        if (!Rfc1035Pattern().IsMatch(name))
            yield return $"{Rfc1035Rule} (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    }

    private static string Completed(string name, bool isPrefix) => isPrefix && name.EndsWith('-') ? name[..^1] + "a" : name;

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial System.Text.RegularExpressions.Regex SubdomainPattern();

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial System.Text.RegularExpressions.Regex LabelPattern();

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial System.Text.RegularExpressions.Regex Rfc1035Pattern();
}
