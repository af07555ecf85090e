"""Run every comparison and write the page: `python -m validation`, which is `make validate`."""

from validation import force_plates, leg_raise, mirror, oblique_knee, page, repeatability


def main() -> None:
    """Compare, then write docs/validation.md, its pictures and the README's table."""
    print("Force plates ...", flush=True)
    contacts = force_plates.run()
    print("Leg raises ...", flush=True)
    raises = leg_raise.run()
    print("Knees seen obliquely ...", flush=True)
    knees = oblique_knee.run()
    print("A film in a mirror ...", flush=True)
    biases = mirror.run()
    print("Errors and verdicts on drawn runners ...", flush=True)
    repeated = repeatability.run()
    page.written(page.Results(contacts, raises, knees, biases, repeated))
    print(f"Written: {page.PAGE}")


if __name__ == "__main__":
    main()
