using System.Security.Cryptography;

namespace Orleans.Kube.Silo.Writes;

/// <summary>Names from a prefix (metadata.generateName): five random characters of an alphabet without vowels and look-alikes.</summary>
public static class NameGenerator
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int LongestName = 63;

    public static string From(string prefix)
    {
        var kept = prefix.Length > LongestName - SuffixLength ? prefix[..(LongestName - SuffixLength)] : prefix;
        return kept + RandomNumberGenerator.GetString(Alphabet, SuffixLength);
    }
}
