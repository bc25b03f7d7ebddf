namespace Orleans.Kube.Controllers;

/// <summary>Ids from a generator that the caller chooses; as safe for several threads as that is.</summary>
public sealed class RandomIdSource(Random random) : IIdSource
{
    public string Suffix(int length = 5) => string.Create(length, random, static (target, random) =>
    {
        for (var i = 0; i < target.Length; i++) target[i] = SafeText.Alphabet[random.Next(SafeText.Alphabet.Length)];
    });
}
