namespace Orleans.Kube.Silo.FlowControl;

/// <summary>
/// Deals a hand of cards to each flow. Two flows rarely have the same hand, so that a flow that fills all of its queues leaves one free to nearly every other
/// (k8s.io/apiserver/pkg/util/shufflesharding).
/// </summary>
internal static class ShuffleSharding
{
    /// <param name="hash">A hash of the flow.</param>
    /// <param name="deck">How many cards there are.</param>
    /// <param name="size">How many of them the hand has.</param>
    public static IReadOnlyList<int> Hand(ulong hash, int deck, int size)
    {
        var hand = new List<int>(size);
        for (var left = deck; hand.Count < size && left > 0; left--)
        {
            var card = (int)(hash % (ulong)left);
            hash /= (ulong)left;
            // The card is one of those that are left: those before it that were dealt are skipped.
            foreach (var dealt in hand.Order())
                if (card >= dealt) card++;
            hand.Add(card);
        }

        return hand;
    }
}
