using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Authentication;

/// <summary>The names and groups under which service accounts are users.</summary>
public static class ServiceAccountName
{
    /// <summary>What the user names of service accounts start with.</summary>
    public const string Prefix = "system:serviceaccount:";

    /// <summary>The group of all service accounts.</summary>
    public const string AllAccounts = "system:serviceaccounts";

    /// <summary>The user name of an account.</summary>
    public static string Of(string @namespace, string name) => $"{Prefix}{@namespace}:{name}";

    /// <summary>The groups of the accounts of a namespace.</summary>
    public static IReadOnlyList<string> Groups(string @namespace) => [AllAccounts, $"{AllAccounts}:{@namespace}"];

    /// <summary>The account whose user name this is, or null.</summary>
    public static (string Namespace, string Name)? Parse(string user) =>
        user.StartsWith(Prefix, StringComparison.Ordinal) && user[Prefix.Length..].Split(':') is [var @namespace, var name]
        && Names.DnsLabel(@namespace).Count == 0 && Names.DnsSubdomain(name).Count == 0 ? (@namespace, name) : null;
}
